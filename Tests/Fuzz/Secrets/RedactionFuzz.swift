import Capture

@testable import Secrets

/// The whole way: a body of any type in a conversation in which a token is known. Nothing but what is masked changes, the
/// token is nowhere, and a second time changes nothing.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 1 else { return 0 }
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    let body = Array(input.dropFirst())
    let exchange = Exchange(
        request: Request(
            method: "POST",
            scheme: "https",
            authority: "api.example.test",
            target: Array("/login?a=1".utf8),
            fields: [HeaderField("Cookie", body.filter { $0 >= 0x20 && $0 != 0x7F })]
        ),
        response: Response(
            status: 200,
            fields: [HeaderField("Content-Type", types[Int(input[0]) % types.count])],
            body: Body(body)
        )
    )
    var redactor = Redactor()
    _ = redactor.redact(learning)
    let redaction = redactor.redact(exchange)
    for surface in [Surface.requestField(0), .responseBody] {
        check(ReadableExchange(exchange)[surface], ReadableExchange(decoded: redaction.redacted.exchange)[surface])
    }
    let again = redactor.redactAgain(CassetteEntry(redaction.redacted), renamed: redaction.renamed)
    let twice = redactor.redactAgain(again.map { CassetteEntry($0) } ?? CassetteEntry(redaction.redacted), renamed: [:])
    require(twice == nil, "a third redaction changes something")
    return 0
}

private let token = Array("Zk3hV9qLw72TxBn5mRc8".utf8)

private let types = [
    "application/json", "application/x-www-form-urlencoded", "text/html", "application/xml", "text/plain",
    "text/javascript", "multipart/form-data; boundary=b1", "text/event-stream", "application/octet-stream", "",
]

private let learning = Exchange(
    request: Request(method: "POST", scheme: "https", authority: "api.example.test", target: Array("/token".utf8)),
    response: Response(
        status: 200,
        fields: [HeaderField("Content-Type", "application/json")],
        body: Body(Array("{\"access_token\":\"".utf8) + token + Array("\"}".utf8))
    )
)

/// The literal pieces of the redacted text stand in the raw one, in this order, and the token does not.
private func check(_ raw: [UInt8], _ redacted: [UInt8]) {
    require(redacted.firstRange(of: token, from: 0) == nil, "the token is left")
    var position = 0
    for case .literal(let piece) in Template(redacted).segments where !redacted.elementsEqual("MASKED".utf8) {
        guard let start = raw.firstRange(of: piece, from: position) else {
            return require(false, "the redacted text holds something new")
        }
        position = start + piece.count
    }
}
