import Capture
import Testing

@testable import Secrets

/// JSON Web Tokens and their kin in running text.
struct JSONWebTokenTests {
    private static let header = #"{"alg":"HS256","typ":"JWT"}"#
    private static let claims = #"{"iss":"https://id.example.test","sub":"1234","exp":1700000000}"#
    private static let signature = String(repeating: "c2ln", count: 11)

    private static func segment(_ text: String) -> String {
        String(decoding: Encoding.base64url.encode(Array(text.utf8)), as: UTF8.self)
    }

    static let tokens: [String: String] = [
        "signed": "\(segment(header)).\(segment(claims)).\(signature)",
        "unsecured": "\(segment(#"{"alg":"none"}"#)).\(segment(claims)).",
        "pretty-printed header": "\(segment("{\n  \"alg\": \"RS256\"\n}")).\(segment(claims)).\(signature)",
        "CRLF in header": "\(segment("{\r\n\"alg\":\"RS256\"}")).\(segment(claims)).\(signature)",
        "opaque payload": "\(segment(header)).\(segment("not JSON, only text")).\(signature)",
        "detached payload": "\(segment(#"{"alg":"PS256","b64":false,"crit":["b64"]}"#))..\(signature)",
        "encrypted":
            "\(segment(#"{"alg":"RSA-OAEP","enc":"A256GCM"}"#)).\(signature).\(signature).\(signature).\(signature)",
        "encrypted directly": "\(segment(#"{"alg":"dir","enc":"A256GCM"}"#))..\(signature).\(signature).\(signature)",
        "itsdangerous": "\(segment(#"{"user_id":7,"csrf":"x"}"#)).ZzzZzz.\(signature.prefix(27))",
    ]

    @Test(arguments: tokens.keys.sorted())
    func `in running text`(name: String) throws {
        let token = try #require(Self.tokens[name])
        for (before, after) in [("a ", " b"), ("a=", "&b=1"), ("x.", " y"), ("\"", "\""), ("/", "/z"), ("(", "),")] {
            let text = Masking.body("CHECK-1 \(before)\(token)\(after) CHECK-2", type: "text/plain")
            #expect(
                text.hasPrefix("CHECK-1 \(before)REDACTED_") && text.hasSuffix("\(after) CHECK-2"),
                "\(before): \(text)"
            )
            #expect(!text.contains(token.suffix(20)) && !text.contains("eyJ"), "\(before): \(text)")
        }
    }

    @Test func `claims that are new at every issue`() {
        var sample = Sample(seed: 61)
        let names = ["jti", "uti", "rh", "aio", "origin_jti", "event_id", "ath"]
        let claims = names.map { "\"\($0)\":\"\(sample.base62(22))\"" }.joined(separator: ",")
        let token =
            "\(Self.segment(Self.header)).\(Self.segment("{\(claims),\"cnf\":{\"jkt\":\"abc\"}}")).\(Self.signature)"
        var redactor = Redactor()
        let redacted = redactor.redact(Sample.exchange("GET", "/", [], "", [], "{\"id_token\":\"\(token)\"}")).redacted
        let template = redacted.descriptors.compactMap(\.wrapper).map {
            String(decoding: $0.template.text, as: UTF8.self)
        }
        for name in names { #expect(template[0].contains("\"\(name)\":\"REDACTED_"), "\(template)") }
        #expect(template[0].contains("{\"jkt\":\"abc\"}"))
    }

    @Test func `at the end of a sentence`() throws {
        let token = try #require(Self.tokens["signed"])
        #expect(Masking.body("It was \(token). So", type: "text/plain") == "It was REDACTED_jwt_1. So")
    }

    @Test(arguments: [
        #"{"a":1}.{"b":2}.xyz"#, "object.method.call", "eyJhIjoxfQ.eyJiIjoyfQ.abc", "eyJhIjoxfQ", "www.example.test",
    ])
    func `what only looks like one stays`(text: String) {
        #expect(Masking.body("see \(text) there", type: "text/plain") == "see \(text) there")
    }
}
