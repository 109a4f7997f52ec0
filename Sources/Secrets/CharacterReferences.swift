import Capture

/// Character references of HTML and XML: those that tokens, URLs and JSON are written with.
enum CharacterReferences {
    /// The characters that need them, as they are written.
    private static let escapes: [UInt8: [UInt8]] = [
        UInt8(ascii: "&"): Array("&amp;".utf8), UInt8(ascii: "<"): Array("&lt;".utf8),
        UInt8(ascii: ">"): Array("&gt;".utf8), UInt8(ascii: "\""): Array("&quot;".utf8),
        UInt8(ascii: "'"): Array("&apos;".utf8),
    ]

    /// Those to the characters of Latin-1 from U+00A0 on, in order.
    private static let latin = """
        nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute \
        micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig \
        Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash \
        Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute \
        ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc \
        uuml yacute thorn yuml
        """

    /// The named references of HTML to characters of ASCII and Latin-1.
    static let named: [String: [UInt8]] = {
        var named: [String: [UInt8]] = ["hellip": Array("…".utf8), "euro": Array("€".utf8)]
        for (offset, name) in latin.split(separator: " ").enumerated() {
            named[String(name)] = Array(String(Character(Unicode.Scalar(UInt8(0xA0 + offset)))).utf8)
        }
        for (character, names) in [
            ("&", "amp AMP"), ("<", "lt LT"), (">", "gt GT"), ("\"", "quot QUOT"), ("'", "apos"), ("/", "sol"),
            ("+", "plus"), ("=", "equals"), (":", "colon"), (".", "period"), ("_", "lowbar UnderBar"), ("#", "num"),
            ("%", "percnt"), ("!", "excl"), ("$", "dollar"), (",", "comma"), (";", "semi"), ("?", "quest"),
            ("@", "commat"), ("(", "lpar"), (")", "rpar"), ("[", "lbrack lsqb"), ("]", "rbrack rsqb"),
            ("{", "lbrace lcub"), ("}", "rbrace rcub"), ("|", "vert verbar VerticalLine"), ("\\", "bsol"),
            ("*", "ast midast"), ("^", "Hat"), ("`", "grave DiacriticalGrave"), ("\t", "Tab"),
            ("\n", "NewLine"),
        ] as [(Character, String)] {
            for name in names.split(separator: " ") { named[String(name)] = Array(character.utf8) }
        }
        return named
    }()

    /// Those that HTML reads without the semicolon too.
    private static let bare: Set<String> = ["amp", "AMP", "lt", "LT", "gt", "GT", "quot", "QUOT"]

    static func escape(_ bytes: [UInt8]) -> [UInt8] {
        bytes.flatMap { escapes[$0] ?? [$0] }
    }

    static func unescape(_ bytes: [UInt8]) -> [UInt8] {
        View(bytes).decodedReferences().bytes
    }

    /// The bytes that the reference at an offset stands for, with the offset behind it.
    static func read(_ bytes: [UInt8], at start: Int) -> (character: [UInt8], end: Int)? {
        guard bytes[start] == UInt8(ascii: "&"), start + 2 < bytes.count else { return nil }
        if bytes[start + 1] == UInt8(ascii: "#") { return readNumber(bytes, at: start + 2) }
        let name = bytes[(start + 1)...].prefix(20).prefix { $0.isASCIILetter || $0.isASCIIDigit }
        let isClosed = name.endIndex < bytes.count && bytes[name.endIndex] == UInt8(ascii: ";")
        let text = String(decoding: name, as: UTF8.self)
        guard let character = named[text], isClosed || bare.contains(text) && !isName(name.endIndex, in: bytes) else {
            return nil
        }
        return (character, name.endIndex + (isClosed ? 1 : 0))
    }

    /// Whether what follows a name is part of it or makes it a parameter: `&lt=`.
    private static func isName(_ position: Int, in bytes: [UInt8]) -> Bool {
        position < bytes.count && (bytes[position].isASCIIDigit || bytes[position] == UInt8(ascii: "="))
    }

    /// `&#43;` or `&#x2B;`, the semicolon may be missing.
    private static func readNumber(_ bytes: [UInt8], at start: Int) -> (character: [UInt8], end: Int)? {
        let isHex = bytes[start] | 0x20 == UInt8(ascii: "x")
        let first = isHex ? start + 1 : start
        var end = first
        var code: UInt32 = 0
        while end < bytes.count, end - first < 8, let digit = Hex.value(of: bytes[end]), isHex || digit < 10 {
            code = code * (isHex ? 16 : 10) + UInt32(digit)
            end += 1
        }
        guard end > first, let scalar = Unicode.Scalar(code) else { return nil }
        if end < bytes.count, bytes[end] == UInt8(ascii: ";") { end += 1 }
        return (Array(String(scalar).utf8), end)
    }
}
