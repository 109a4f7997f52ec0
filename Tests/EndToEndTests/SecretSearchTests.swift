import Foundation
import Testing
import TokenSandbox

/// The search that other tests rely on finds what it is meant to.
struct SecretSearchTests {
    private static let value = "no+secret/at all, 0123456789?"

    @Test(
        "finds every form",
        arguments: [
            "x\(value)y", "x\(value.dropFirst(9).dropLast(8))y",
            "no%2Bsecret%2Fat%20all%2C%200123456789%3F", "no%252Bsecret%252Fat%2520all%252C%25200123456789%253F",
            Data(value.utf8).base64EncodedString(), Data("a\(value)bc".utf8).base64EncodedString(),
            Data("ab:\(value)".utf8).base64EncodedString().replacing("/", with: "_").replacing("+", with: "-"),
            value.utf8.map { String(format: "%02x", $0) }.joined(),
            value.utf8.map { String(format: "%02X", $0) }.joined(),
        ]
    )
    func finds(text: String) {
        let search = SecretSearch([SandboxSecret(.accessToken, Self.value)])
        #expect(!search.found(in: text).isEmpty)
        #expect(search.found(in: "REDACTED_access_token_1").isEmpty)
    }
}
