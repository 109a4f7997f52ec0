import FoundationEssentials
import TokenSandbox

/// The registered shop as a client of its sandbox, without sockets.
struct Shop {
    let sandbox: TokenSandbox

    init(seed: UInt64 = 7, leaky: Bool = false) throws {
        sandbox = try TokenSandbox(configuration: .init(seed: seed, leaky: leaky))
    }

    var credentials: SandboxCredentials { sandbox.credentials }
    var basicPair: String { base64(credentials.apiKey + ":" + credentials.apiSecret) }

    func send(
        _ method: String,
        _ target: String,
        _ fields: [String: String] = [:],
        body: String = ""
    ) -> SandboxResponse {
        var lines = [SandboxField("Host", "127.0.0.1:8080")]
        lines += fields.sorted { $0.key < $1.key }.map { SandboxField($0.key, $0.value) }
        return sandbox.respond(
            to: SandboxRequest(method: method, target: target, fields: lines, body: Array(body.utf8))
        )
    }

    func get(_ target: String, _ fields: [String: String] = [:]) -> SandboxResponse {
        send("GET", target, fields)
    }

    /// A form to the token endpoint, with the shop's Basic credentials.
    func postToken(_ form: String, query: String = "", _ fields: [String: String] = [:]) -> SandboxResponse {
        var all = ["Authorization": "Basic " + basicPair, "Content-Type": "application/x-www-form-urlencoded"]
        all.merge(fields) { $1 }
        return send("POST", "/oauth20/token" + query, all, body: form)
    }

    func anonymousToken() throws -> TokenAnswer {
        try TokenAnswer(postToken("", query: "?grant_type=password"))
    }

    func sessionToken() throws -> String {
        let response = get("/store/sandbox/SessionToken?format=json")
        return try decode([String: String].self, response.text)["session_token"] ?? ""
    }

    func loginToken() throws -> TokenAnswer {
        try TokenAnswer(postToken(loginForm))
    }

    var loginForm: String {
        "grant_type=password&username=\(escape(credentials.username))&password=\(escape(credentials.password))"
    }
}

/// A token answer as clients read it: flat, or wrapped in `token`.
struct TokenAnswer: Hashable {
    var accessToken: String
    var refreshToken: String
    var expiresIn: String
    var isWrapped: Bool
    /// Whether `expires_in` is text.
    var hasTextualLifetime: Bool

    private struct Flat: Decodable {
        var access_token: String
        var token_type: String
        var expires_in: Lifetime
        var refresh_token: String
    }

    private struct Wrapped: Decodable {
        var token: Flat
    }

    private enum Lifetime: Decodable {
        case text(String)
        case number(Int)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Int.self) {
                self = .number(number)
            } else {
                self = .text(try container.decode(String.self))
            }
        }
    }

    init(_ response: SandboxResponse) throws {
        try self.init(json: response.text)
    }

    init(json: String) throws {
        let wrapped = try? decode(Wrapped.self, json)
        let flat = try wrapped?.token ?? decode(Flat.self, json)
        accessToken = flat.access_token
        refreshToken = flat.refresh_token
        isWrapped = wrapped != nil
        switch flat.expires_in {
        case .text(let text): (expiresIn, hasTextualLifetime) = (text, true)
        case .number(let number): (expiresIn, hasTextualLifetime) = (String(number), false)
        }
    }

    /// Whether the values have the provider's shapes.
    var isWellFormed: Bool {
        let hex = Set("0123456789abcdef")
        return accessToken.count == 160 && refreshToken.count == 176
            && accessToken.prefix(64) == refreshToken.prefix(64) && accessToken.prefix(65) != refreshToken.prefix(65)
            && accessToken.allSatisfy(hex.contains) && refreshToken.allSatisfy(hex.contains)
    }
}

func decode<Value: Decodable>(_ type: Value.Type, _ json: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(json.utf8))
}

func base64(_ text: String) -> String {
    Data(text.utf8).base64EncodedString()
}

/// Percent-encodes all but letters and digits.
func escape(_ text: String) -> String {
    text.utf8.map { byte in
        let character = Character(Unicode.Scalar(byte))
        if character.isLetter || character.isNumber { return String(character) }
        return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
    .joined()
}

extension String {
    /// The text between two marks, the first time they occur.
    func between(_ start: String, _ end: String) -> String? {
        guard let from = firstRange(of: start)?.upperBound, let to = self[from...].firstRange(of: end)?.lowerBound
        else { return nil }
        return String(self[from..<to])
    }
}
