import Capture
import Secrets

/// A path with its changing parts taken out: `/v1/orders/{}/lines` of `/v1/orders/4711/lines`.
///
/// It stays the same from one recording to the next, and never holds a secret.
enum PathTemplate {
    /// The template of a request's path, where these are the sightings in its target.
    static func of(_ target: [UInt8], sightings: [Range<Int>]) -> String {
        let path = URLTarget(target).path
        var segments: [String] = []
        var start = path.lowerBound
        while start <= path.upperBound {
            let end = target[start..<path.upperBound].firstIndex(of: UInt8(ascii: "/")) ?? path.upperBound
            let segment = target[start..<end]
            let isSecret = sightings.contains { $0.overlaps(start..<end) }
            segments.append(isSecret || isVariable(segment) ? "{}" : String(decoding: segment, as: UTF8.self))
            start = end + 1
        }
        return segments.joined(separator: "/")
    }

    /// Whether a segment is an identifier rather than a word: a number, hexadecimal, a UUID, or anything long.
    private static func isVariable(_ segment: ArraySlice<UInt8>) -> Bool {
        guard !segment.isEmpty else { return false }
        let digits = segment.count { $0.isASCIIDigit }
        let hex = segment.allSatisfy { Hex.value(of: $0) != nil || $0 == UInt8(ascii: "-") }
        return digits == segment.count || (hex && segment.count >= 8 && digits > 0) || digits >= 6 || segment.count > 40
    }
}
