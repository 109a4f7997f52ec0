@testable import Secrets

/// The literals of scripts, and the arguments of their calls.
func fuzz(_ input: [UInt8]) {
    check(input) { text in
        let content = ScriptFields.scan(text)
        return content.fields.map(\.value) + content.comments
    }
    check(input) { text in
        let calls = JSONPFields.calls(in: text.bytes)
        return ((calls?.callbacks ?? []) + (calls?.arguments ?? [])).map(text.slice)
    }
}
