/// `method SP request-target SP HTTP-version` (RFC 9112 §3), with exactly one SP each time.
struct RequestLine: StartLine {
    let method: Range<Int>
    let target: Range<Int>
    var version: HTTPVersion
    /// Where the next line starts.
    let end: Int

    /// Parses the bytes before the line end.
    init(_ span: borrowing Span<UInt8>, _ line: Range<Int>, _ limits: Limits) throws(WireError) {
        var index = line.lowerBound
        while index < line.upperBound && span[index].isTokenByte { index += 1 }
        method = line.lowerBound..<index
        guard method.count <= limits.methodBytes else { throw WireError(.methodTooLong) }
        guard !method.isEmpty, index < line.upperBound, span[index] == .space else {
            throw WireError(.startLine, at: index)
        }
        let targetStart = index + 1
        index = targetStart
        while index < line.upperBound && span[index].isTargetByte { index += 1 }
        target = targetStart..<index
        guard target.count <= limits.targetBytes else { throw WireError(.targetTooLong) }
        guard index < line.upperBound, !target.isEmpty, span[index] == .space else {
            throw WireError(span.startLineFault(index, line), at: index)
        }
        version = try HTTPVersion(span, index + 1..<line.upperBound)
        end = line.upperBound + 2
    }

    static func mayStart(with byte: UInt8) -> Bool {
        byte.isTokenByte
    }

    static func limit(_ limits: Limits) -> SectionLimit {
        let bytes = limits.methodBytes + 1 + limits.targetBytes + 1 + HTTPVersion.byteCount + 2
        return bytes <= limits.headBytes
            ? SectionLimit(bytes: bytes, tooLong: .targetTooLong)
            : SectionLimit(bytes: limits.headBytes, tooLong: .headTooLarge)
    }
}

/// `HTTP-version SP status-code SP [ reason-phrase ]` (RFC 9112 §4); the second SP may be missing with the reason.
struct StatusLine: StartLine {
    var version: HTTPVersion
    let status: Int
    let reason: Range<Int>
    /// Where the next line starts.
    let end: Int

    /// Parses the bytes before the line end.
    init(_ span: borrowing Span<UInt8>, _ line: Range<Int>, _ limits: Limits) throws(WireError) {
        let versionEnd = line.lowerBound + HTTPVersion.byteCount
        guard line.count >= HTTPVersion.byteCount + 4, span[versionEnd] == .space else {
            throw WireError(.startLine, at: line.lowerBound)
        }
        version = try HTTPVersion(span, line.lowerBound..<versionEnd)
        var status = 0
        for index in versionEnd + 1...versionEnd + 3 {
            guard span[index].isDigit else { throw WireError(.startLine, at: index) }
            status = status * 10 + Int(span[index] &- 0x30)
        }
        guard status >= 100 else { throw WireError(.startLine, at: versionEnd + 1) }
        self.status = status
        let statusEnd = versionEnd + 4
        guard statusEnd == line.upperBound || span[statusEnd] == .space else {
            throw WireError(.startLine, at: statusEnd)
        }
        end = line.upperBound + 2
        reason = min(statusEnd + 1, line.upperBound)..<line.upperBound
        if let bad = span.firstControlByte(in: reason) { throw WireError(.fault(of: span[bad]), at: bad) }
    }

    static func mayStart(with byte: UInt8) -> Bool {
        byte == UInt8(ascii: "H")
    }

    static func limit(_ limits: Limits) -> SectionLimit {
        SectionLimit(bytes: limits.headBytes, tooLong: .headTooLarge)
    }
}

extension HTTPVersion {
    /// The length of `HTTP/1.1`.
    static let byteCount = 8

    /// Parses exactly these bytes.
    fileprivate init(_ span: borrowing Span<UInt8>, _ range: Range<Int>) throws(WireError) {
        let start = range.lowerBound
        guard range.count == Self.byteCount, span.hasBytes("HTTP/", at: start), span[start + 5].isDigit,
            span[start + 6] == UInt8(ascii: "."), span[start + 7].isDigit
        else { throw WireError(span.startLineFault(start, range), at: start) }
        switch (span[start + 5], span[start + 7]) {
        case (0x31, 0x31): self = .http11
        case (0x31, 0x30): self = .http10
        default: throw WireError(.version, at: start)
        }
    }
}

extension Span<UInt8> {
    /// Whether exactly these bytes stand at `start`.
    func hasBytes(_ text: StaticString, at start: Int) -> Bool {
        guard start + text.utf8CodeUnitCount <= count else { return false }
        return text.withUTF8Buffer { wanted in
            for index in 0..<wanted.count where self[start + index] != wanted[index] {
                return false
            }
            return true
        }
    }

    /// What is wrong with a start-line at `index`: a byte that may stand nowhere, or the form of the line.
    fileprivate func startLineFault(_ index: Int, _ line: Range<Int>) -> WireError.Code {
        let bad = firstControlByte(in: Swift.min(index, line.upperBound)..<line.upperBound)
        return bad.map { .fault(of: self[$0]) } ?? .startLine
    }
}
