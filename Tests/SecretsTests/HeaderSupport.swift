import Capture
import Testing

@testable import Secrets

/// One header field, or one target, redacted by itself.
struct FieldRedaction {
    /// What is written in place of the value.
    var text: String
    /// What is inside of wrappers.
    var templates: [String]
    /// The match classes by placeholder.
    var classes: [String: MatchClass]
    /// The places of what was found, inner secrets aside.
    var places: [Place]

    static func request(_ name: String, _ value: String, _ target: String = "/") -> FieldRedaction {
        request(name, Array(value.utf8), target)
    }

    static func request(_ name: String, _ value: [UInt8], _ target: String = "/") -> FieldRedaction {
        var exchange = Sample.exchange("GET", target)
        exchange.request.fields = [HeaderField(name, value)]
        return FieldRedaction(exchange, .requestField(0))
    }

    static func response(_ name: String, _ value: String) -> FieldRedaction {
        FieldRedaction(Sample.exchange("GET", "/", [], "", [(name, value)], "ok"), .responseField(0))
    }

    static func target(_ target: String, host: String = "api.example.test") -> FieldRedaction {
        var exchange = Sample.exchange("GET", target)
        exchange.request.authority = host
        return FieldRedaction(exchange, .target)
    }

    /// Redacts an exchange and takes what is left of a surface. The cassette is read like the traffic, and does not
    /// change any more.
    init(_ exchange: Exchange, _ surface: Surface) {
        var redactor = Redactor()
        let redaction = redactor.redact(exchange)
        let redacted = redaction.redacted
        text = String(decoding: ReadableExchange(decoded: redacted.exchange)[surface], as: UTF8.self)
        templates = redacted.descriptors.compactMap(\.wrapper).map { String(decoding: $0.template.text, as: UTF8.self) }
        classes = [:]
        for descriptor in redacted.descriptors { classes[descriptor.placeholder.description] = descriptor.matchClass }
        places = redaction.sightings.filter { !$0.isInside }.map(\.place)
        #expect(redaction.faults.isEmpty)
        #expect(redactor.redactAgain(CassetteEntry(redacted), renamed: [:]) == nil, "\(text)")
        let raw = SightingList.of([ReadableExchange(exchange)], ledger: Ledger())
        #expect(SightingList.of([CassetteEntry(redacted)]) == raw, "\(text)")
    }
}

extension Sample {
    /// What `{key}`, `{token}`, `{hex}` and `{b64}` in a test's text stand for: values of the seed.
    mutating func fill(_ text: String) -> String {
        var text = text
        for (mark, value) in [
            ("{key}", base62(20)), ("{token}", base62(40)), ("{token2}", base62(40)), ("{hex}", hex(64)),
            ("{b64}", base62(42) + "+/" + "="), ("{nonce}", base62(16)),
        ] {
            text = text.replacing(mark, with: value)
        }
        return text
    }
}
