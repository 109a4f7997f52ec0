public import NIOCore

extension RequestHead {
    /// Writes the head with these changes; unchanged stretches are copied as they stand.
    public func write(_ edit: HeadEdit, into out: inout ByteBuffer) {
        out.writeBytes(of: bytes, 0..<targetRange.lowerBound)
        switch edit.target {
        case .asReceived: out.writeBytes(of: bytes, targetRange)
        case .bytes(let target): out.writeBytes(target)
        case .originForm: writeOriginForm(into: &out)
        }
        out.writeBytes(of: bytes, targetRange.upperBound..<fields.start)
        if case .originForm = edit.target, !edit.setsHost { writeMissingHost(into: &out) }
        fields.write(edit, into: &out)
    }

    private func writeOriginForm(into out: inout ByteBuffer) {
        guard case .absolute(_, _, let pathAndQuery) = target else {
            out.writeBytes(of: bytes, targetRange)
            return
        }
        let hasPath = bytes.readableBytesView[pathAndQuery].first == UInt8(ascii: "/")
        if pathAndQuery.isEmpty && isMethod("OPTIONS") {
            out.writeStaticString("*")
        } else if !hasPath {
            out.writeStaticString("/")
        }
        out.writeBytes(of: bytes, pathAndQuery)
    }

    /// An HTTP/1.0 request may name its host in the target alone (RFC 9112 §3.2.2).
    private func writeMissingHost(into out: inout ByteBuffer) {
        guard case .absolute(_, let authority, let pathAndQuery) = target, !fields.contains("host") else { return }
        let start = authority.host.lowerBound - (authority.isIPv6 ? 1 : 0)
        out.writeStaticString("Host: ")
        out.writeBytes(of: bytes, start..<pathAndQuery.lowerBound)
        out.writeStaticString("\r\n")
    }
}

extension HeadEdit {
    fileprivate var setsHost: Bool {
        self.set.contains { $0.name.description.lowercased() == "host" }
    }
}

extension ResponseHead {
    /// Writes the head with these changes; unchanged stretches are copied as they stand.
    public func write(_ edit: HeadEdit, into out: inout ByteBuffer) {
        out.writeBytes(of: bytes, 0..<fields.start)
        fields.write(edit, into: &out)
    }
}

extension FieldSection {
    /// The bytes of one line with its line end.
    func lineRange(_ index: Int) -> Range<Int> {
        let end = index + 1 < lines.count ? lines[index + 1].name.lowerBound : bytes.readableBytes - 2
        return lines[index].name.lowerBound..<end
    }

    /// Writes the lines and the empty line at the end.
    fileprivate func write(_ edit: HeadEdit, into out: inout ByteBuffer) {
        let options = connectionOptionRanges
        let replacements = edit.set + connectionField(edit)
        var isWritten = [Bool](repeating: false, count: replacements.count)
        // Lines that are kept side by side are copied at once.
        var kept = start..<start
        for index in lines.indices {
            let line = lines[index]
            let end = lineRange(index).upperBound
            let replacement = replacements.firstIndex { matches(line.name, $0.name) }
            if replacement == nil && keeps(line, edit, options) {
                kept = kept.lowerBound..<end
                continue
            }
            out.writeBytes(of: bytes, kept)
            kept = end..<end
            if let replacement, !isWritten[replacement] {
                isWritten[replacement] = true
                out.write(replacements[replacement])
            }
        }
        out.writeBytes(of: bytes, kept)
        for index in replacements.indices where !isWritten[index] {
            out.write(replacements[index])
        }
        out.writeStaticString("\r\n")
    }

    private func keeps(_ line: FieldLine, _ edit: HeadEdit, _ options: [Range<Int>]) -> Bool {
        if edit.remove.contains(where: { matches(line.name, $0) }) { return false }
        guard edit.dropsHopByHop, isHopByHop(line, options: options) else { return true }
        return (edit.keepsUpgrade && matches(line.name, "upgrade"))
            || (edit.keepsTrailers && isTrailersTE(line))
    }

    /// The Connection field to write, if any.
    private func connectionField(_ edit: HeadEdit) -> [HeadEdit.Field] {
        var options = edit.connection.map(\.description)
        if edit.keepsUpgrade && contains("upgrade") { options.append("Upgrade") }
        if edit.keepsTrailers && lines.contains(where: isTrailersTE) { options.append("TE") }
        return options.isEmpty ? [] : [HeadEdit.Field("Connection", options.joined(separator: ", "))]
    }

    private func isTrailersTE(_ line: FieldLine) -> Bool {
        matches(line.name, "te") && matches(line.value, "trailers")
    }
}

extension ByteBuffer {
    /// Writes a copy of the bytes in `range`, counted from the reader index of `other`.
    mutating func writeBytes(of other: ByteBuffer, _ range: Range<Int>) {
        guard !range.isEmpty else { return }
        let start = other.readerIndex + range.lowerBound
        if let slice = other.getSlice(at: start, length: range.count) { writeImmutableBuffer(slice) }
    }

    fileprivate mutating func write(_ field: HeadEdit.Field) {
        writeStaticString(field.name)
        writeStaticString(": ")
        writeBytes(field.value)
        writeStaticString("\r\n")
    }
}
