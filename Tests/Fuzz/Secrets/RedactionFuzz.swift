import Capture

@testable import Secrets

/// The whole way: a body of any type in a conversation in which a token is known. Nothing but what is masked changes,
/// nothing that was found is left, and a second time changes nothing.
func fuzz(_ input: [UInt8]) {
    guard let choice = input.first.map(Int.init) else { return }
    let body = Array(input.dropFirst())
    let exchange = Exchange(
        request: Request(
            method: "POST",
            scheme: "https",
            authority: "api.example.test",
            target: Array(targets[choice / types.count % targets.count].utf8),
            fields: [HeaderField("Cookie", body.filter { $0 >= 0x20 && $0 != 0x7F })]
        ),
        response: Response(
            status: 200,
            fields: [HeaderField("Content-Type", types[choice % types.count])],
            body: Body(body)
        )
    )
    var redactor = learned
    let redaction = redactor.redact(exchange)
    let masked = ReadableExchange(decoded: redaction.redacted.exchange)
    for surface in masked.surfaces where !isWithheld(surface, in: masked.exchange) {
        check(ReadableExchange(exchange)[surface], masked[surface])
        let values = redaction.sightings.lazy.map { redactor.ledger[$0.secret] }.filter { isTold($0) }.map(\.value)
        for value in [token] + values {
            require(masked[surface].firstIndex(of: value) == nil, "a secret is left")
        }
    }
    require(redaction.faults.isEmpty, "only the second check found a secret")
    let again = redactor.redactAgain(CassetteEntry(redaction.redacted), renamed: redaction.renamed)
    let twice = redactor.redactAgain(again.map { CassetteEntry($0) } ?? CassetteEntry(redaction.redacted), renamed: [:])
    require(twice == nil, "a third redaction changes something")
}

private let token = Array("Zk3hV9qLw72TxBn5mRc8".utf8)

private let types = [
    "application/json", "application/x-www-form-urlencoded", "text/html", "application/xml", "text/plain",
    "text/javascript", "multipart/form-data; boundary=b1", "text/event-stream", "application/octet-stream",
    "application/yaml", "text/csv", "message/http", "",
]

private let targets = ["/login?a=1", "/token", "/items/1"]

/// A redactor that knows the token.
private let learned: Redactor = {
    let answer = Response(
        status: 200,
        fields: [HeaderField("Content-Type", "application/json")],
        body: Body(Array("{\"access_token\":\"".utf8) + token + Array("\"}".utf8))
    )
    var redactor = Redactor()
    _ = redactor.redact(
        Exchange(
            request: Request(
                method: "POST",
                scheme: "https",
                authority: "api.example.test",
                target: Array("/token".utf8)
            ),
            response: answer
        )
    )
    return redactor
}()

/// Whether a body was taken out whole, so that nothing of it is there to compare.
private func isWithheld(_ surface: Surface, in exchange: Exchange) -> Bool {
    let body = surface == .requestBody ? exchange.request.body : exchange.response?.body
    guard surface.isBody, case .withheld = body?.content else { return false }
    return true
}

/// Whether a secret must not stand anywhere: it is none of the few bytes that any text may hold.
private func isTold(_ secret: Ledger.Secret) -> Bool {
    secret.value.count >= 16 && !secret.kind.isHarmless && Distinctness.isDistinct(secret.value, kind: secret.kind)
}

/// The literal pieces of the redacted text stand in the raw one, in this order.
private func check(_ raw: [UInt8], _ redacted: [UInt8]) {
    var position = 0
    for case .literal(let piece) in Template(redacted).segments {
        guard let start = raw.firstIndex(of: piece, from: position) else {
            return require(false, "the redacted text holds something new")
        }
        position = start + piece.count
    }
}
