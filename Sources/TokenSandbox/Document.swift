/// The content of an answer before it is written as JSON or XML; members keep their order.
enum Document: Hashable, Sendable {
    case text(String)
    case number(Int)
    case flag(Bool)
    case null
    case record([Member])
    case list([Document])

    struct Member: Hashable, Sendable {
        var name: String
        var value: Document
    }

    /// The document as JSON without white space (RFC 8259).
    var json: String {
        switch self {
        case .text(let text): Self.quoted(text)
        case .number(let number): String(number)
        case .flag(let flag): flag ? "true" : "false"
        case .null: "null"
        case .record(let members):
            "{" + members.map { Self.quoted($0.name) + ":" + $0.value.json }.joined(separator: ",") + "}"
        case .list(let items): "[" + items.map(\.json).joined(separator: ",") + "]"
        }
    }

    /// The document as XML. A record of one member is its own root; any other gets this root.
    func xml(root: String) -> String {
        let declaration = #"<?xml version="1.0" encoding="UTF-8"?>"# + "\n"
        if case .record(let members) = self, members.count == 1, let only = members.first {
            return declaration + only.value.element(only.name)
        }
        return declaration + element(root)
    }

    private func element(_ name: String) -> String {
        switch self {
        case .text(let text): "<\(name)>\(Self.escaped(text))</\(name)>"
        case .number(let number): "<\(name)>\(number)</\(name)>"
        case .flag(let flag): "<\(name)>\(flag)</\(name)>"
        case .null: "<\(name)/>"
        case .record(let members):
            "<\(name)>" + members.map { $0.value.element($0.name) }.joined() + "</\(name)>"
        // A list in XML is its element, repeated.
        case .list(let items): items.map { $0.element(name) }.joined()
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{0}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.append(character)
            }
        }
        return result
    }
}

extension Document: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByNilLiteral,
    ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral
{
    init(stringLiteral value: String) {
        self = .text(value)
    }

    init(integerLiteral value: Int) {
        self = .number(value)
    }

    init(nilLiteral: ()) {
        self = .null
    }

    init(dictionaryLiteral elements: (String, Document)...) {
        self = .record(elements.map { Member(name: $0.0, value: $0.1) })
    }

    init(arrayLiteral elements: Document...) {
        self = .list(elements)
    }
}
