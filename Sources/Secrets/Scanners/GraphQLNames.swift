import Capture

/// What a GraphQL document calls values that stand elsewhere under other names: in the variables beside it, and in the
/// answer.
struct GraphQLNames: Sendable {
    /// The names of arguments by those of the variables that are given for them: `login(password: $p)`.
    private(set) var arguments: [String: String] = [:]
    /// The names of fields by their aliases: `t: accessToken`.
    private(set) var fields: [String: String] = [:]

    /// Reads a document word by word; in brackets stand arguments, outside of them fields.
    init(document bytes: [UInt8]) {
        var depth = 0
        // The word before the last colon, unless it is a variable, whose type stands behind one.
        var name: String?
        var position = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position = Self.endOfString(at: position, in: bytes)
                name = nil
            case UInt8(ascii: "#"):
                position = bytes[position...].firstIndex(of: 0x0A) ?? bytes.count
            case UInt8(ascii: "("):
                depth += 1
                position += 1
            case UInt8(ascii: ")"):
                depth -= 1
                position += 1
            case let byte where byte == UInt8(ascii: "$") || byte.isTokenCharacter:
                let end = bytes[(position + 1)...].firstIndex { !$0.isTokenCharacter } ?? bytes.count
                let word = String(decoding: bytes[position..<end].prefix(128), as: UTF8.self)
                if let name, word.hasPrefix("$") {
                    arguments[String(word.dropFirst())] = name
                } else if let name, depth == 0 {
                    fields[name] = word
                }
                let mark = bytes[end...].firstIndex { $0 > 0x20 } ?? bytes.count
                let isNamed = mark < bytes.count && bytes[mark] == UInt8(ascii: ":")
                name = isNamed && !word.hasPrefix("$") ? word : nil
                position = isNamed ? mark + 1 : end
            default:
                position += 1
            }
        }
    }

    private static func endOfString(at start: Int, in bytes: [UInt8]) -> Int {
        let block = Array("\"\"\"".utf8)
        if bytes[start...].starts(with: block) {
            return bytes.firstIndex(of: block, from: start + 3).map { $0 + 3 } ?? bytes.count
        }
        var end = start + 1
        while end < bytes.count, bytes[end] != UInt8(ascii: "\""), bytes[end] != 0x0A {
            end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(end + 1, bytes.count)
    }

    /// Gives the variables of requests the names of their arguments. In a batch each document stands beside its own, before
    /// all of them or behind.
    static func name(variablesIn fields: inout [Field]) {
        let documents = fields.indices.filter { isDocument(fields[$0]) }
        guard let first = documents.first else { return }
        let names = documents.map { GraphQLNames(document: fields[$0].value.bytes) }
        var next = 0
        var areBehind: Bool?
        for index in fields.indices {
            while next < documents.count, documents[next] <= index { next += 1 }
            let parts = fields[index].label.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count >= 2, parts[parts.count - 2] == "variables" else { continue }
            let leads = areBehind ?? (index < first)
            areBehind = leads
            let own = names[min(max(leads ? next : next - 1, 0), names.count - 1)]
            fields[index].otherName = own.arguments[String(parts[parts.count - 1])]
        }
    }

    /// The names of the variables beside a document in parameters: `query=...&variables={...}`.
    static func arguments(besideVariablesIn fields: [Field]) -> [String: String] {
        guard fields.contains(where: { $0.label == "variables" }), let document = fields.first(where: isDocument) else {
            return [:]
        }
        return GraphQLNames(document: document.value.bytes).arguments
    }

    /// The aliases in the documents of a request.
    static func aliases(in request: Request) -> [String: String] {
        var documents: [[UInt8]] = []
        let body = request.body.bytes
        if request.fields.first("Content-Type")?.lowercased().hasPrefix("application/graphql") ?? false {
            documents.append(body)
        } else if JSONFields.isLikely(body), body.firstIndex(of: Array("query\"".utf8)) != nil {
            documents += JSONFields.scan(View(body)).filter(isDocument).map(\.value.bytes)
        }
        if let query = URLTarget(request.target).query {
            for pair in FormPairs(request.target, range: query)
            where request.target[pair.name].elementsEqual("query".utf8) {
                documents.append(PercentCoding.decode(request.target[pair.value], plusIsSpace: true))
            }
        }
        return documents.reduce(into: [:]) { aliases, document in
            aliases.merge(GraphQLNames(document: document).fields) { first, _ in first }
        }
    }

    private static func isDocument(_ field: Field) -> Bool {
        field.label.utf8.suffix(5).elementsEqual("query".utf8) && field.value.bytes.contains(UInt8(ascii: "{"))
    }
}
