import Capture

/// What goes out in place of content that the cassette does not have.
struct Filler {
    /// The content.
    let bytes: [UInt8]
    /// Whether it is in its content codings, so that it must go out as it is.
    let isCoded: Bool

    /// The longest filler, in bytes.
    private static let maximum = 64 << 20

    /// Zeros as digits, of the recorded length.
    ///
    /// Content that was too long goes out in the codings that its fields name, uncompressed, so that its length is the
    /// recorded one and a client can decode it. Content that could not be decoded goes out in them too, but cut off by
    /// one byte: a client fails with it where it failed with the recorded one, and a recorder takes it for the same. In
    /// unknown codings nothing can be written: there the zeros stand alone.
    init(for response: Response, length: Int, reason: Body.Withheld) {
        let zero = UInt8(ascii: "0")
        let length = max(0, min(length, Self.maximum))
        isCoded = reason.isOfCoded
        let codings = ContentCoding.codings(of: response.fields)
        guard isCoded, !codings.isEmpty, length > 0 else {
            bytes = [UInt8](repeating: zero, count: length)
            return
        }
        let isKnown = codings.allSatisfy { if case .unknown = $0 { false } else { true } }
        let cut = reason == .undecodable ? 1 : 0
        bytes =
            ContentCoding.filler(zero, length: length + cut, codings: codings).map { Array($0.dropLast(cut)) }
            // Too short for that: what is no text at least is not taken for content without a coding.
            ?? [UInt8](repeating: isKnown ? 0 : zero, count: length)
    }
}
