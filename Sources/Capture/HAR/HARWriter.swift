/// Writes HAR 1.2: two-space indentation, members in a fixed order, a header a line, UTF-8.
///
/// A file is ``header(log:)``, then the entries with ``separator`` between them, then ``closing``; so an entry is
/// added by writing separator, entry and closing over the old closing text.
///
/// What HAR has no place for is in the `_hushtape` member of an entry; see ``entry(_:hushtape:)``.
public enum HARWriter {
    /// What every file ends with, byte for byte.
    public static let closing = Array("\n    ]\n  }\n}\n".utf8)

    /// What stands before every entry but the first.
    public static let separator = Array(",\n".utf8)

    /// The name of the producer in `log.creator`.
    public static let creator = "Hushtape"

    /// The version of the producer in `log.creator`.
    public static let creatorVersion = "0.1.0"

    /// Everything before the first entry; `log` becomes the `_hushtape` member of the log.
    public static func header(log: JSONValue? = nil) -> [UInt8] {
        var output = Array("{\n  \"log\": {\n    \"version\": \"1.2\",\n    \"creator\": ".utf8)
        let creator: JSONValue = ["name": .string(creator), "version": .string(creatorVersion)]
        output += creator.bytes(level: 2)
        if let log {
            output += ",\n    \"_hushtape\": ".utf8
            output += log.bytes(level: 2)
        }
        output += ",\n    \"entries\": [\n".utf8
        return output
    }

    /// One entry, indented as in its array, without separator or newline at the end.
    ///
    /// Everything HAR states twice (cookies, query, form parameters, sizes, redirect) is derived from the message.
    /// `hushtape` becomes the `_hushtape` member, together with what HAR has no place for: `failure`, and under
    /// `request` and `response` the `framing`, `trailers`, `interim` responses and a target or reason that is not
    /// plain. ``HARReader`` gives back an equal exchange (but for the sizes of chunks) and an equal `hushtape`.
    public static func entry(_ exchange: Exchange, hushtape: JSONValue? = nil) -> [UInt8] {
        Array("      ".utf8) + value(exchange, hushtape).bytes(level: 3)
    }

    /// A whole file.
    public static func document(
        _ entries: [(exchange: Exchange, hushtape: JSONValue?)],
        log: JSONValue? = nil
    ) -> [UInt8] {
        var output = header(log: log)
        for (index, entry) in entries.enumerated() {
            if index > 0 { output += separator }
            output += self.entry(entry.exchange, hushtape: entry.hushtape)
        }
        return output + closing
    }

    private static func value(_ exchange: Exchange, _ hushtape: JSONValue?) -> JSONValue {
        let timings = exchange.timings
        let phases = [("send", timings.send), ("wait", timings.wait), ("receive", timings.receive)]
        let time = phases.reduce(0) { $1.1 > 0 ? $0 + $1.1 : $0 }
        return [
            "startedDateTime": .string(exchange.started.rfc3339),
            "time": milliseconds((time * 1_000).rounded() / 1_000),
            "request": request(exchange.request),
            "response": exchange.response.map(response) ?? noResponse,
            "cache": [:],
            "timings": .object(phases.map { JSONValue.Member($0.0, milliseconds($0.1)) }),
            HARExtension.member: HARExtension.adding(exchange, to: hushtape),
        ]
    }

    private static func milliseconds(_ value: Double) -> JSONValue {
        value.isFinite ? .number(value) : -1
    }
}
