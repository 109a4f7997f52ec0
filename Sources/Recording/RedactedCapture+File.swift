extension RedactedCapture {
    /// Writes the cassette under a path, in one go: there is all of it, or what was there before.
    ///
    /// A new file is for its owner alone (mode 0600); one that is replaced keeps its permissions. What a recorder has open
    /// is left as it is.
    ///
    /// - Parameter isReplacing: whether a file that is there may be replaced.
    public func write(to path: String, replacing isReplacing: Bool = false) throws(CassetteFileError) {
        guard OpenFile.exists(path) else { return try write(to: path, name: path, over: nil) }
        guard isReplacing else { throw CassetteFileError(file: path, .exists) }
        let target = try OpenFile.resolve(path, name: path)
        let old = try OpenFile.openExisting(target, name: path)
        guard try old.status().isRegular else { throw CassetteFileError(file: path, .notAFile) }
        guard try old.lock() else { throw CassetteFileError(file: path, .inUse) }
        try write(to: target, name: path, over: old.status())
    }

    private func write(to target: String, name: String, over old: OpenFile.Status?) throws(CassetteFileError) {
        let temporary = "\(target).\(String(UInt64.random(in: 0...UInt64.max), radix: 36)).writing"
        guard let file = try OpenFile.create(temporary, name: name) else {
            throw CassetteFileError(file: name, .system(operation: "written", reason: "\(temporary) exists"))
        }
        do throws(CassetteFileError) {
            try file.write(text, at: 0)
            try file.setPermissions(old?.permissions ?? 0o600)
            try file.synchronize()
            if old != nil {
                try file.move(from: temporary, to: target)
            } else if try !file.move(from: temporary, toNew: target) {
                throw CassetteFileError(file: name, .exists)
            }
        } catch {
            OpenFile.remove(temporary)
            throw error
        }
    }
}
