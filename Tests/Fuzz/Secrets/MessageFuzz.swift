@testable import Secrets

/// HTTP messages in text.
func fuzz(_ input: [UInt8]) {
    check(input) { text in
        let message = MessageText(text, text.range)
        return message.fields.map(\.value) + [message.target, message.content].compactMap { $0.map(text.slice) }
    }
}
