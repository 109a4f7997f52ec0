#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A file that holds certificates or a key: read whole, written whole or not at all.
struct LocalFile {
    /// The path, as the user gave it.
    let path: String

    /// More than any bundle of roots has; stops a device or a log given by mistake.
    private static let maximumSize = 16 << 20

    /// The permission bits, or nil if there is no such file.
    var permissions: mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o7777 : nil
    }

    /// The bytes in the file.
    func content() throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw systemFailure("\(path) cannot be read") }
        defer { close(descriptor) }
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw systemFailure("\(path) cannot be read") }
            if count == 0 { return content }
            content += chunk[..<count]
            if content.count > Self.maximumSize {
                throw InterceptionError(.file, "\(path) is larger than 16 MiB: it is no certificate or key file")
            }
        }
    }

    /// Creates the file with this content and reports true, or leaves the file that another process made and reports
    /// false. Nobody ever sees half of it.
    func create(_ content: [UInt8], permissions: mode_t) throws -> Bool {
        let temporary = try writeTemporary(content, permissions: permissions)
        defer { unlink(temporary) }
        if link(temporary, path) == 0 { return true }
        if errno == EEXIST { return false }
        throw systemFailure("\(path) cannot be written")
    }

    /// Writes the content over what the file has, in one step.
    func replace(with content: [UInt8], permissions: mode_t) throws {
        let temporary = try writeTemporary(content, permissions: permissions)
        guard rename(temporary, path) == 0 else {
            let error = systemFailure("\(path) cannot be written")
            unlink(temporary)
            throw error
        }
    }

    private func writeTemporary(_ content: [UInt8], permissions: mode_t) throws -> String {
        let temporary = "\(path).\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions)
        guard descriptor >= 0 else { throw systemFailure("\(path) cannot be written") }
        var rest = content[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count < 0 { break }
            rest = rest.dropFirst(count)
        }
        let isWhole = rest.isEmpty && fchmod(descriptor, permissions) == 0 && fsync(descriptor) == 0
        let error = systemFailure("\(path) cannot be written")
        guard close(descriptor) == 0, isWhole else {
            unlink(temporary)
            throw error
        }
        return temporary
    }
}

/// A folder that holds what others must not change.
struct LocalFolder {
    /// The path, as the user gave it.
    let path: String

    /// Makes the folder, and those above it that are missing, closed to others (mode 0700).
    func create() throws {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        if errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex {
            try LocalFolder(path: String(path[..<slash])).create()
            if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        }
        throw systemFailure("the folder \(path) cannot be made")
    }
}

/// The error for the last failed system call.
private func systemFailure(_ what: String) -> InterceptionError {
    InterceptionError(.file, "\(what): \(String(cString: strerror(errno)))")
}
