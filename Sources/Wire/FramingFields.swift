/// What the fields of a head say about where the message ends, found in one pass.
struct FramingFields {
    private var contentLength: Int?
    private var isChunked = false

    /// Reads Content-Length and Transfer-Encoding and refuses what two readers could read in two ways
    /// (RFC 9112 §6.3, §11.2).
    init(_ span: borrowing Span<UInt8>, _ lines: [FieldLine], _ version: HTTPVersion) throws(WireError) {
        for line in lines {
            switch line.name.count {
            case 14 where span.matches(line.name, "content-length"):
                guard contentLength == nil else { throw WireError(.duplicateContentLength, at: line.name.lowerBound) }
                guard !span.hasTab(around: line.value) else {
                    throw WireError(.contentLength, at: line.value.lowerBound)
                }
                contentLength = try Self.decimal(span, line.value)
            case 17 where span.matches(line.name, "transfer-encoding"):
                guard !isChunked, !line.value.isEmpty else {
                    throw WireError(.duplicateTransferEncoding, at: line.name.lowerBound)
                }
                guard version == .http11 else { throw WireError(.transferEncodingInHTTP10, at: line.name.lowerBound) }
                guard span.matches(line.value, "chunked"), !span.hasTab(around: line.value) else {
                    throw WireError(.transferEncoding, at: line.value.lowerBound)
                }
                isChunked = true
            default: break
            }
        }
        guard !isChunked || contentLength == nil else { throw WireError(.lengthAndEncoding) }
    }

    /// The framing of a request's body (RFC 9112 §6.3).
    func requestFraming(_ method: MethodKind) throws(WireError) -> BodyFraming {
        guard method != .connect || announced?.isEmpty ?? true else { throw WireError(.unexpectedBody) }
        return announced ?? .none
    }

    /// The framing of the body of a response with this status to such a request (RFC 9112 §6.3).
    ///
    /// An interim response or a 204 that announces a body all the same is refused: nobody knows whether it follows.
    func responseFraming(status: Int, to method: MethodKind) throws(WireError) -> BodyFraming {
        switch (status, method) {
        case (100..<200, _), (204, _):
            guard announced?.isEmpty ?? true else { throw WireError(.unexpectedBody) }
            return .none
        case (304, _), (_, .head), (200..<300, .connect):
            return .none
        default:
            return announced ?? .untilClose
        }
    }

    private var announced: BodyFraming? {
        isChunked ? .chunked : contentLength.map(BodyFraming.length)
    }

    private static func decimal(_ span: borrowing Span<UInt8>, _ range: Range<Int>) throws(WireError) -> Int {
        guard !range.isEmpty else { throw WireError(.contentLength, at: range.lowerBound) }
        var value = 0
        for index in range {
            guard span[index].isDigit else { throw WireError(.contentLength, at: index) }
            let (shifted, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflows) = shifted.addingReportingOverflow(Int(span[index] &- 0x30))
            guard !isTooLarge, !overflows else { throw WireError(.contentLength, at: index) }
            value = sum
        }
        return value
    }
}

extension Span<UInt8> {
    /// Whether HTAB is among the whitespace around a field value. It may be (RFC 9110 §5.6.3), but widespread parsers
    /// take it for a part of the value, so a value that frames the message must not have it.
    fileprivate func hasTab(around value: Range<Int>) -> Bool {
        var before = value.lowerBound - 1
        while self[before] == .space { before -= 1 }
        var after = value.upperBound
        while self[after] == .space { after += 1 }
        return self[before] == .tab || self[after] == .tab
    }
}
