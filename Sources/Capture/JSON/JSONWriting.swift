extension JSONValue {
    /// The text of this value: two spaces for each level, members in their order, no newline at the end.
    ///
    /// On one line are: an array of scalars; an element of an array whose members are scalars, such arrays, or objects
    /// of scalars (so a header is one line, and a descriptor is one); whatever is empty.
    public var text: String {
        String(decoding: bytes(), as: UTF8.self)
    }

    /// The text of this value in UTF-8, for a place where lines are indented by `level` steps of two spaces; the
    /// first line is not indented.
    public func bytes(level: Int = 0) -> [UInt8] {
        var output: [UInt8] = []
        write(to: &output, level: level, isElement: false)
        return output
    }

    /// The text of this value on one line.
    public var line: String {
        var output: [UInt8] = []
        writeLine(to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    private var isScalar: Bool {
        switch self {
        case .object(let members): members.isEmpty
        case .array(let elements): elements.isEmpty
        case .string, .number, .bool, .null: true
        }
    }

    private var isListOfScalars: Bool {
        elements?.allSatisfy(\.isScalar) ?? isScalar
    }

    private var isFlat: Bool {
        isListOfScalars || members?.allSatisfy(\.value.isScalar) ?? false
    }

    private func write(to output: inout [UInt8], level: Int, isElement: Bool) {
        func newLine(_ output: inout [UInt8], _ level: Int) {
            output.append(0x0A)
            output.append(contentsOf: repeatElement(0x20, count: 2 * level))
        }
        switch self {
        case .object(let members) where !members.isEmpty:
            if isElement, members.allSatisfy(\.value.isFlat) { return writeLine(to: &output) }
            output.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                newLine(&output, level + 1)
                Self.writeString(member.name, to: &output)
                output += ": ".utf8
                member.value.write(to: &output, level: level + 1, isElement: false)
            }
            newLine(&output, level)
            output.append(UInt8(ascii: "}"))
        case .array(let elements) where !isListOfScalars:
            output.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                newLine(&output, level + 1)
                element.write(to: &output, level: level + 1, isElement: true)
            }
            newLine(&output, level)
            output.append(UInt8(ascii: "]"))
        default:
            writeLine(to: &output)
        }
    }

    private func writeLine(to output: inout [UInt8]) {
        switch self {
        case .object(let members):
            output += (members.isEmpty ? "{" : "{ ").utf8
            for (index, member) in members.enumerated() {
                if index > 0 { output += ", ".utf8 }
                Self.writeString(member.name, to: &output)
                output += ": ".utf8
                member.value.writeLine(to: &output)
            }
            output += (members.isEmpty ? "}" : " }").utf8
        case .array(let elements):
            output.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { output += ", ".utf8 }
                element.writeLine(to: &output)
            }
            output.append(UInt8(ascii: "]"))
        case .string(let text): Self.writeString(text, to: &output)
        case .number(let text): output += text.utf8
        case .bool(let value): output += (value ? "true" : "false").utf8
        case .null: output += "null".utf8
        }
    }

    private static func writeString(_ text: String, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        JSONString.appendEscaped(text.utf8, to: &output)
        output.append(UInt8(ascii: "\""))
    }
}
