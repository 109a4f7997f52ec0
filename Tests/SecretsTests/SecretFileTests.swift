import Testing

@testable import Secrets

/// Files of secrets that users know.
struct SecretFileTests {
    @Test(arguments: [
        ("one-secret\n", ["one-secret"]),
        ("# a comment\n\n first \r\nsecond\nfirst\n", ["first", "second"]),
        ("API_KEY=abc=def==\nexport TOKEN=\"quoted value\"\nNAME='x y'\n", ["abc=def==", "quoted value", "x y"]),
        ("lower=case is no name\n", ["lower=case is no name"]),
        (
            "API_KEY = spaced\nTOKEN='quoted # v' # prod\nPIN: 4711 # x\n",
            ["spaced", "quoted # v", "4711"]
        ),
        ("X=a#b\nURL: https://u:p@h\n", ["a#b", "https://u:p@h"]),
        ("PASS:no-space is no name\n", ["PASS:no-space is no name"]),
        (#"{"key": "in-json", "more": [{"a": "deep"}, "bare"]}"#, ["in-json", "deep", "bare"]),
        ("[not json\n", ["[not json"]),
        ("", []), ("\n# nothing\n", []),
    ])
    func `each line is one`(text: String, secrets: [String]) {
        #expect(SecretFile.secrets(in: Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) } == secrets)
    }

    @Test func `a private key is one, and so is each of its lines`() {
        let lines = [String(repeating: "QUJD", count: 16), String(repeating: "REVG", count: 16)]
        let key = "-----BEGIN PRIVATE KEY-----\n\(lines[0])\n\(lines[1])\n-----END PRIVATE KEY-----"
        let secrets = SecretFile.secrets(in: Array((key + "\n").utf8)).map { String(decoding: $0, as: UTF8.self) }
        #expect(secrets == [key] + lines)
    }

    @Test func `only text in UTF-8 can be read`() {
        #expect(SecretFile.isReadable(Array("geheim-größe\n".utf8)))
        #expect(SecretFile.isReadable([]))
        #expect(!SecretFile.isReadable(Array("secret-word\n".utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }))
        #expect(!SecretFile.isReadable([0xFF, 0xFE] + Array("secret".utf8)))
        #expect(!SecretFile.isReadable(Array("gr".utf8) + [0xF6, 0xDF] + Array("e-word".utf8)))
    }

    @Test func `a byte order mark is no part of a secret`() {
        #expect(SecretFile.secrets(in: [0xEF, 0xBB, 0xBF] + Array("one-secret\n".utf8)) == [Array("one-secret".utf8)])
    }
}
