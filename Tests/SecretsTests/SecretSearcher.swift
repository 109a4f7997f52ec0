/// Looks for a secret, or a part of one, in a text: an implementation of its own, so that it errs in its own way.
struct SecretSearcher {
    private let secret: [UInt8]
    /// Where in the secret the pieces begin, by their first eight bytes.
    private var starts: [UInt64: [Int]] = [:]
    private let width: Int

    /// Looks for any piece of the secret of `width` bytes, in either case.
    init(_ secret: String, width: Int) {
        self.secret = Self.folded(Array(secret.utf8))
        self.width = min(width, self.secret.count)
        for start in 0...(self.secret.count - self.width) {
            let word = self.secret[start...].prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            starts[word, default: []].append(start)
        }
    }

    /// The decodings after which a piece is found; `nil` when there is none.
    func find(in text: [UInt8], depth: Int = 3) -> String? {
        if holds(text) { return "" }
        guard depth > 0 else { return nil }
        for (name, decoded) in Self.decodings(text) {
            if let path = find(in: decoded, depth: decoded.count < text.count ? depth - 1 : 0) {
                return name + " " + path
            }
        }
        return nil
    }

    private func holds(_ text: [UInt8]) -> Bool {
        guard text.count >= width else { return false }
        let text = Self.folded(text)
        var word: UInt64 = 0
        for (index, byte) in text.enumerated() {
            word = word << 8 | UInt64(byte)
            guard index >= 7, let starts = starts[word] else { continue }
            let piece = text[(index - 7)...].prefix(width)
            if starts.contains(where: { secret[$0...].prefix(width) == piece }) { return true }
        }
        return false
    }

    private static func folded(_ bytes: [UInt8]) -> [UInt8] {
        bytes.map { $0 >= 0x41 && $0 <= 0x5A ? $0 + 0x20 : $0 }
    }

    private static func decodings(_ text: [UInt8]) -> [(String, [UInt8])] {
        var decodings: [(String, [UInt8])] = []
        let plain = String(decoding: text, as: UTF8.self)
        if text.contains(0x25) { decodings.append(("percent", percent(text))) }
        if text.contains(0x5C) { decodings.append(("json", json(plain))) }
        if text.contains(0x26) { decodings.append(("markup", markup(plain))) }
        for word in words(text) where word.count >= 16 {
            for start in 0..<4 { decodings.append(("base64", base64(word.dropFirst(start)))) }
        }
        for word in text.split(whereSeparator: { !Character(Unicode.Scalar($0)).isHexDigit }) where word.count >= 16 {
            decodings.append(("hex", hex(word)))
        }
        return decodings.filter { $0.1 != text }
    }

    private static func words(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
        text.split { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x2F, 0x5F: false
            default: true
            }
        }
    }

    private static func percent(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var rest = text[...]
        while let byte = rest.popFirst() {
            if byte == 0x25, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
                result.append(value)
                rest = rest.dropFirst(2)
            } else {
                result.append(byte)
            }
        }
        return result
    }

    private static func json(_ text: String) -> [UInt8] {
        var units: [UInt16] = []
        var rest = Array(text.utf16)[...]
        while let unit = rest.popFirst() {
            guard unit == 0x5C, let next = rest.popFirst() else {
                units.append(unit)
                continue
            }
            if next == 0x75, let code = UInt16(String(decoding: rest.prefix(4), as: UTF16.self), radix: 16) {
                units.append(code)
                rest = rest.dropFirst(4)
            } else {
                units.append(next)
            }
        }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }

    private static func markup(_ text: String) -> [UInt8] {
        var result = ""
        var rest = text[...]
        while let ampersand = rest.firstIndex(of: "&") {
            result += rest[..<ampersand]
            rest = rest[ampersand...].dropFirst()
            guard let end = rest.prefix(10).firstIndex(of: ";") else {
                result += "&"
                continue
            }
            let name = rest[..<end].lowercased()
            let code =
                name.hasPrefix("#x")
                ? UInt32(name.dropFirst(2), radix: 16)
                : name.hasPrefix("#")
                    ? UInt32(name.dropFirst())
                    : ["amp": 38, "lt": 60, "gt": 62, "quot": 34, "apos": 39][name]
            if let code, let scalar = Unicode.Scalar(code) { result.unicodeScalars.append(scalar) }
            rest = rest[end...].dropFirst()
        }
        return Array((result + rest).utf8)
    }

    private static func base64(_ word: ArraySlice<UInt8>) -> [UInt8] {
        var bits = 0
        var count = 0
        var result: [UInt8] = []
        for byte in word {
            let value =
                switch byte {
                case 0x41...0x5A: Int(byte) - 0x41
                case 0x61...0x7A: Int(byte) - 0x47
                case 0x30...0x39: Int(byte) + 4
                case 0x2B, 0x2D: 62
                default: 63
                }
            bits = (bits << 6 | value) & 0xFFFF
            count += 6
            if count >= 8 {
                count -= 8
                result.append(UInt8(bits >> count & 0xFF))
            }
        }
        return result
    }

    private static func hex(_ word: ArraySlice<UInt8>) -> [UInt8] {
        let digits = word.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }
}
