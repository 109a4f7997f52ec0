public import Capture

extension Miss {
    /// The answer to the request: status 502 and a problem document (RFC 9457).
    public var response: Response {
        let content = Array((document.text + "\n").utf8)
        return Response(
            status: 502,
            reason: Array("Bad Gateway".utf8),
            fields: [
                HeaderField("Content-Type", "application/problem+json"),
                HeaderField("Content-Length", String(content.count)),
            ],
            body: Body(content)
        )
    }

    /// The problem document.
    public var document: JSONValue {
        [
            "type": "urn:hushtape:problem:miss",
            "title": "No recorded entry fits this request",
            "status": 502,
            "detail": .string(detail),
            "request": ["method": .string(method), "url": .string(url)],
            "nearest": .array(nearest.map(\.document)),
            "hint": .string(hint),
        ]
    }

    /// The same for the terminal.
    public var text: String {
        var lines = ["no entry fits \(method) \(url)"]
        for neighbour in nearest {
            let entry = neighbour.entry
            lines.append("  nearest: entry \(entry.number) of \(entry.cassette), \(entry.method) \(entry.url)")
            for difference in neighbour.differences {
                lines.append("    \(difference.field)")
                lines.append("      sent:     \(difference.sent ?? "(nothing)")")
                lines.append("      recorded: \(difference.recorded ?? "(nothing)")")
            }
        }
        return (lines + ["  \(hint)"]).map(Self.printable).joined(separator: "\n")
    }

    /// One sentence on what happened.
    private var detail: String {
        let names = cassettes.joined(separator: ", ")
        guard let first = nearest.first else { return "There is nothing to be played in \(names)." }
        let fields = first.differences.map(\.field).joined(separator: ", ")
        return "Nothing in \(names) fits this request. "
            + "The nearest is entry \(first.entry.number)"
            + (fields.isEmpty ? "." : ", which differs in: \(fields).")
    }

    /// A line without control characters, which a request must not send to a terminal.
    private static func printable(_ line: String) -> String {
        let shown = line.replacing("\r\n", with: "\n").unicodeScalars.map { scalar -> Character in
            if scalar == "\n" { return "↵" }
            return scalar.properties.generalCategory == .control ? "\u{FFFD}" : Character(scalar)
        }
        return String(shown)
    }
}

extension Miss.Neighbour {
    fileprivate var document: JSONValue {
        [
            "cassette": .string(entry.cassette),
            "entry": .number(entry.number),
            "method": .string(entry.method),
            "url": .string(entry.url),
            "differences": .array(
                differences.map { difference in
                    [
                        "field": .string(difference.field),
                        "sent": difference.sent.map(JSONValue.string) ?? .null,
                        "recorded": difference.recorded.map(JSONValue.string) ?? .null,
                    ]
                }
            ),
        ]
    }
}
