import Capture
import Secrets

/// A recorded response made ready to be given: what is the same for every client is filled, coded and framed already.
struct ResponseScript: Sendable {
    private let recorded: Response
    private let isToHead: Bool
    private let reason: FilledText
    private let fields: [FilledText]
    private let trailers: [FilledText]
    private let interim: [[FilledText]]
    private let body: FilledText
    /// The whole response, if nothing in it depends on the client.
    private var constant: Response?

    /// Prepares the response to a recorded request.
    init(_ response: Response, method: String, holes: HoleTable) {
        func texts(_ fields: [HeaderField]) -> [FilledText] {
            fields.map { FilledText(field: $0.name, $0.value, holes: holes) }
        }
        recorded = response
        isToHead = method == "HEAD"
        reason = FilledText(field: "", response.reason, holes: holes)
        fields = texts(response.fields)
        trailers = texts(response.trailers)
        interim = response.interim.map { texts($0.fields) }
        body = FilledText(
            body: response.body.bytes,
            type: MediaType(response.fields),
            holes: holes
        )
        let all = [reason, body] + fields + trailers + interim.joined()
        // Filler is made anew each time rather than kept.
        guard case .bytes = response.body.content, all.allSatisfy({ $0.literal != nil }) else { return }
        constant = filled { _ in [] }
    }

    /// The response with its holes filled.
    func response(_ value: (Placeholder) -> [UInt8]) -> Response {
        constant ?? filled(value)
    }

    private func filled(_ value: (Placeholder) -> [UInt8]) -> Response {
        func fill(_ fields: [HeaderField], _ texts: [FilledText]) -> [HeaderField] {
            zip(fields, texts).map { HeaderField($0.name, $1.text(value)) }
        }
        var response = recorded
        response.reason = reason.text(value)
        response.fields = fill(recorded.fields, fields)
        response.trailers = fill(recorded.trailers, trailers)
        for (index, texts) in interim.enumerated() {
            response.interim[index].fields = fill(recorded.interim[index].fields, texts)
        }
        switch recorded.body.content {
        case .bytes:
            ResponseFraming.apply(to: &response, content: body.text(value), isToHead: isToHead)
        case .withheld(let length, let reason):
            let filler = Filler(for: recorded, length: length, reason: reason)
            ResponseFraming.apply(to: &response, content: filler.bytes, isCoded: filler.isCoded, isToHead: isToHead)
        }
        return response
    }
}
