import Capture

/// The credentials on command lines of HTTP clients: `curl -u user:password`.
enum CommandFields {
    private static let options = [" -u ", " -U ", " --user ", " --user=", " --proxy-user ", " --proxy-user=", " -a "]
        .map { Array($0.utf8) }
    private static let commands = ["curl ", "wget ", "http ", "https "].map { Array($0.utf8) }

    /// The passwords behind the options that name a user, where a command is called at all.
    static func scan(_ view: View) -> [Field] {
        let bytes = view.bytes
        let calls = commands.compactMap { bytes.firstIndex(of: $0) }
        guard var position = calls.min() else { return [] }
        var fields: [Field] = []
        while let space = bytes[position...].firstIndex(of: 0x20) {
            position = space + 1
            guard let option = options.first(where: { bytes[space...].starts(with: $0) }) else { continue }
            var start = space + option.count
            let quote = start < bytes.count && "\"'".utf8.contains(bytes[start]) ? bytes[start] : nil
            if quote != nil { start += 1 }
            let end =
                bytes[start...].firstIndex { quote == nil ? $0 <= 0x20 || "\"'`<".utf8.contains($0) : $0 == quote }
                ?? bytes.count
            position = max(position, end)
            guard let colon = bytes[start..<end].firstIndex(of: UInt8(ascii: ":")), colon > start else { continue }
            fields.append(Field(label: "password", value: view.slice((colon + 1)..<end), context: .text))
        }
        return fields
    }
}
