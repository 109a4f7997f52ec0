/// The character classes of RFC 9110 §5.6 and RFC 3986 §2, without tables in memory.
extension UInt8 {
    static let tab = UInt8(ascii: "\t")
    static let lf = UInt8(ascii: "\n")
    static let cr = UInt8(ascii: "\r")
    static let space = UInt8(ascii: " ")
    static let colon = UInt8(ascii: ":")
    static let comma = UInt8(ascii: ",")

    /// `tchar` (RFC 9110 §5.6.2): what methods and field names are made of.
    @inline(__always)
    var isTokenByte: Bool {
        // One bit for each of the bytes 0 to 63 and 64 to 127.
        let low: UInt64 = 0x03FF_6CFA_0000_0000
        let high: UInt64 = 0x57FF_FFFF_C7FF_FFFE
        return self < 128 && ((self < 64 ? low : high) &>> UInt64(self & 63)) & 1 == 1
    }

    /// A byte that may stand in a field value, a reason phrase or a chunk extension: HTAB, SP, `VCHAR`, `obs-text`
    /// (RFC 9110 §5.5).
    @inline(__always)
    var isFieldByte: Bool {
        (self >= 0x20 && self != 0x7F) || self == .tab
    }

    /// A byte that may stand in a request target: `VCHAR`, and `obs-text` as received from clients that do not
    /// percent-encode.
    @inline(__always)
    var isTargetByte: Bool {
        self > 0x20 && self != 0x7F
    }

    /// SP or HTAB, the optional whitespace of RFC 9110 §5.6.3.
    @inline(__always)
    var isBlank: Bool {
        self == .space || self == .tab
    }

    @inline(__always)
    var isDigit: Bool {
        self &- 0x30 < 10
    }

    @inline(__always)
    var isLetter: Bool {
        (self | 0x20) &- 0x61 < 26
    }

    /// The value of a hexadecimal digit.
    @inline(__always)
    var hexDigitValue: Int? {
        if isDigit { return Int(self &- 0x30) }
        let letter = (self | 0x20) &- 0x61
        return letter < 6 ? Int(letter) + 10 : nil
    }

    /// `A`-`Z` as `a`-`z`, every other byte as it is.
    @inline(__always)
    var lowercased: UInt8 {
        self &- 0x41 < 26 ? self | 0x20 : self
    }
}
