import Capture
import Secrets

/// What a text that is matched as a whole is written in, so that the value in a hole can be read out of it.
enum TextSyntax: Hashable, Sendable {
    /// Values stand as they are.
    case plain
    /// A path: values are percent-encoded and hold no `/`.
    case path
    /// XML or HTML: values hold character references.
    case markup
    /// Something like JSON: values are escaped as in its strings.
    case script

    /// The syntax that a body which is not read field by field seems to be in.
    init(sniffing text: [UInt8]) {
        switch text.first(where: { $0 > 0x20 }) {
        case UInt8(ascii: "<"): self = .markup
        case UInt8(ascii: "{"), UInt8(ascii: "["): self = .script
        default: self = .plain
        }
    }

    /// The encodings around a value.
    private var encoding: [Encoding] {
        switch self {
        case .plain: []
        case .path: [.percent]
        case .markup: [.html]
        case .script: [.json]
        }
    }

    /// A value as it is written in this syntax.
    func encode(_ value: [UInt8]) -> [UInt8] {
        encoding.encode(value)
    }

    /// The value that is written as `text`; `nil` when no value is.
    func decode(_ text: [UInt8]) -> [UInt8]? {
        if self == .path, text.contains(UInt8(ascii: "/")) { return nil }
        return encoding.decode(text)
    }
}
