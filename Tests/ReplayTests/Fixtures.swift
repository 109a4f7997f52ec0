import Capture
import Secrets
import Testing

@testable import Replay

/// A request to a URL such as `http://api.test/token?a=1`.
func request(_ method: String, _ url: String, _ fields: [HeaderField] = [], body: String = "") -> Request {
    let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    return Request(
        method: method,
        scheme: String(parts[0].dropLast()),
        authority: String(parts[2]),
        target: Array("/\(parts.count > 3 ? parts[3] : "")".utf8),
        fields: fields,
        body: body.isEmpty ? .none : Body(Array(body.utf8))
    )
}

func get(_ url: String, _ fields: [HeaderField] = []) -> Request {
    request("GET", url, fields)
}

func post(
    _ url: String,
    _ body: String,
    _ fields: [HeaderField] = [],
    type: String = "application/x-www-form-urlencoded"
)
    -> Request
{
    request("POST", url, [HeaderField("Content-Type", type)] + fields, body: body)
}

func bearer(_ token: String) -> HeaderField {
    HeaderField("Authorization", "Bearer \(token)")
}

/// A response with a body of this type.
func response(
    _ body: String,
    status: Int = 200,
    type: String = "application/json",
    _ fields: [HeaderField] = []
) -> Response {
    let content = Array(body.utf8)
    return Response(
        status: status,
        reason: Array("OK".utf8),
        fields: [HeaderField("Content-Type", type), HeaderField("Content-Length", String(content.count))] + fields,
        body: Body(content)
    )
}

func entry(_ request: Request, _ response: Response, _ secrets: JSONValue...) throws -> CassetteEntry {
    try CassetteEntry(
        exchange: Exchange(request: request, response: response),
        extension: ["secrets": .array(secrets)]
    )
}

/// A descriptor as it stands in a cassette.
func secret(_ placeholder: String, _ matchClass: MatchClass, hex length: Int? = nil) -> JSONValue {
    var descriptor: JSONValue = [
        "placeholder": .string("REDACTED_\(placeholder)"), "class": .string(matchClass.rawValue),
    ]
    if let length { descriptor["shape"] = ["length": .number(length), "alphabet": "hex"] }
    return descriptor
}

func wrapper(_ placeholder: String, _ matchClass: MatchClass, _ encoding: [JSONValue], _ template: String) -> JSONValue
{
    var descriptor = secret(placeholder, matchClass)
    descriptor["encoding"] = .array(encoding)
    descriptor["template"] = .string(template)
    return descriptor
}

/// What replay mints for a placeholder.
func minted(_ placeholder: String, hex length: Int? = nil) throws -> String {
    let placeholder = try #require(Placeholder("REDACTED_\(placeholder)"))
    let shape = length.map { Shape(length: $0, alphabet: .hex) }
    return String(decoding: Mint.mint(placeholder, shape: shape), as: UTF8.self)
}

func player(_ entries: [CassetteEntry], rules: MatchRules = MatchRules()) -> Player {
    Player(entries, name: "test", rules: rules)
}

extension Player {
    func answer(_ request: Request) -> Response {
        answer(request, session: nil)
    }

    /// The body of the answer, or what was wrong with it.
    func text(_ request: Request, session: String? = nil) -> String {
        let response = answer(request, session: session)
        return response.status == 502 ? "miss" : response.text
    }
}

extension Response {
    var text: String { String(decoding: body.bytes, as: UTF8.self) }
}

/// A generator whose numbers are the same in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A token of lower-case hexadecimal digits.
    mutating func hex(_ length: Int) -> String {
        String((0..<length).map { _ in "0123456789abcdef".randomElement(using: &self) ?? "0" })
    }
}
