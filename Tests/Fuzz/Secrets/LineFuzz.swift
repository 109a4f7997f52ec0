@testable import Secrets

/// Lines of `name: value`.
func fuzz(_ input: [UInt8]) {
    check(input) { text in
        let content = LineFields.scan(text)
        return content.fields.map(\.value) + content.rest
    }
}
