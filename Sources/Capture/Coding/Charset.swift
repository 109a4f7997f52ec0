/// A charset (RFC 9110 §8.3.2) in which ASCII text is not what it is in ASCII, so that it is taken off like a content
/// coding before a text is searched.
public struct Charset: Hashable, Sendable {
    /// The form of Unicode text and its byte order.
    public var form: Form
    /// Whether the text begins with a byte order mark.
    public var hasMark: Bool

    /// The encoding schemes of Unicode with more than one byte a unit; the raw value is the name (RFC 2781).
    public enum Form: String, Hashable, Sendable, CaseIterable {
        case utf16le = "utf-16le"
        case utf16be = "utf-16be"
        case utf32le = "utf-32le"
        case utf32be = "utf-32be"

        /// The size of a unit in bytes.
        var width: Int { isUTF16 ? 2 : 4 }
        var isUTF16: Bool { self == .utf16le || self == .utf16be }
        var isBigEndian: Bool { self == .utf16be || self == .utf32be }

        /// U+FEFF in this form.
        var mark: [UInt8] {
            let little: [UInt8] = isUTF16 ? [0xFF, 0xFE] : [0xFF, 0xFE, 0, 0]
            return isBigEndian ? little.reversed() : little
        }
    }

    /// A charset from its parts.
    public init(_ form: Form, hasMark: Bool = false) {
        self.form = form
        self.hasMark = hasMark
    }

    /// The text as UTF-8, without its byte order mark; `nil` when it would not come back from that byte for byte.
    public func decode(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count.isMultiple(of: form.width) else { return nil }
        let units = units(of: bytes)
        if form.isUTF16 {
            return String(validating: units.map { UInt16($0) }, as: UTF16.self).map { Array($0.utf8) }
        }
        return String(validating: units, as: UTF32.self).map { Array($0.utf8) }
    }

    /// The text as UTF-8 with U+FFFD for what cannot be decoded.
    public func decodeLossy(_ bytes: [UInt8]) -> [UInt8] {
        let units = units(of: bytes)
        if form.isUTF16 { return Array(String(decoding: units.map { UInt16($0) }, as: UTF16.self).utf8) }
        return Array(String(decoding: units, as: UTF32.self).utf8)
    }

    /// A text in UTF-8 in this charset, with its byte order mark.
    public func encode(_ text: [UInt8]) -> [UInt8] {
        let text = String(decoding: text, as: UTF8.self)
        var bytes = hasMark ? form.mark : []
        func append(_ unit: UInt32) {
            for byte in 0..<form.width {
                let shift = UInt32(form.isBigEndian ? form.width - 1 - byte : byte) * 8
                bytes.append(UInt8(truncatingIfNeeded: unit >> shift))
            }
        }
        if form.isUTF16 {
            for unit in text.utf16 { append(UInt32(unit)) }
        } else {
            for scalar in text.unicodeScalars { append(scalar.value) }
        }
        return bytes
    }

    /// The units behind the byte order mark; what is left over at the end is left out.
    private func units(of bytes: [UInt8]) -> [UInt32] {
        let start = hasMark ? form.width : 0
        let width = form.width
        let isBigEndian = form.isBigEndian
        return stride(from: start, to: bytes.count - width + 1, by: width).map { index in
            var unit: UInt32 = 0
            for byte in 0..<width {
                unit = unit << 8 | UInt32(bytes[isBigEndian ? index + byte : index + width - 1 - byte])
            }
            return unit
        }
    }
}
