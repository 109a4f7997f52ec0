import Foundation
import TokenSandbox

/// Looks for secrets in what the program left behind: an implementation of its own, which encodes and compares.
struct SecretSearch {
    private let needles: [(name: String, bytes: [UInt8])]

    /// Looks for each secret, any twelve bytes of it, and the encodings of the whole.
    init(_ secrets: [SandboxSecret]) {
        needles = secrets.filter { $0.kind != .username }.flatMap { secret in
            Self.forms(Array(secret.value.utf8)).map { ("\(secret.kind.rawValue) \($0.name)", $0.bytes) }
        }
    }

    /// What was found, by name and never by value.
    func found(in text: [UInt8]) -> [String] {
        // C strings: the system's search is quick.
        let text = text.map { $0 == 0 ? 0x20 : CChar(bitPattern: $0) } + [0]
        return needles.filter { strstr(text, $0.bytes.map { CChar(bitPattern: $0) } + [0]) != nil }.map(\.name)
    }

    func found(in text: String) -> [String] {
        found(in: Array(text.utf8))
    }

    private static func forms(_ secret: [UInt8]) -> [(name: String, bytes: [UInt8])] {
        let width = min(12, secret.count)
        var forms = (0...(secret.count - width)).map { ("from byte \($0)", Array(secret[$0..<($0 + width)])) }
        let once = percentEncoded(secret)
        let hex = secret.flatMap { digits($0) }
        forms += [("percent-encoded", once), ("percent-encoded twice", percentEncoded(once))]
        forms += [("hex", hex), ("HEX", hex.map { $0 >= 0x61 ? $0 - 0x20 : $0 })]
        for alignment in 0..<3 {
            let text = base64(secret, alignment: alignment)
            forms.append(("base64 at \(alignment)", text))
            forms.append(("base64url at \(alignment)", text.map { [0x2B: 0x2D, 0x2F: 0x5F][$0] ?? $0 }))
        }
        return forms
    }

    private static func digits(_ byte: UInt8) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }

    private static func percentEncoded(_ bytes: [UInt8]) -> [UInt8] {
        bytes.flatMap { byte -> [UInt8] in
            let isUnreserved =
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
                default: false
                }
            return isUnreserved ? [byte] : [0x25] + digits(byte).map { $0 >= 0x61 ? $0 - 0x20 : $0 }
        }
    }

    /// The characters that the bytes alone decide when that many others stand before them.
    private static func base64(_ bytes: [UInt8], alignment: Int) -> [UInt8] {
        let whole = Array(Data([UInt8](repeating: 0, count: alignment) + bytes).base64EncodedString().utf8)
        let first = [0, 2, 3][alignment]
        let count = (alignment + bytes.count) * 8 / 6
        return Array(whole[first..<count])
    }
}
