/// The named values of a request, in order; names may repeat.
struct Parameters: Hashable, Sendable {
    var items: [Item] = []

    struct Item: Hashable, Sendable {
        var name: String
        var value: String
    }

    /// The first value with this name that is not empty.
    subscript(name: String) -> String? {
        items.first { $0.name == name && !$0.value.isEmpty }?.value
    }

    /// The first value that is not empty under any of these names.
    func first(of names: String...) -> String? {
        names.lazy.compactMap { self[$0] }.first
    }

    static func + (left: Parameters, right: Parameters) -> Parameters {
        Parameters(items: left.items + right.items)
    }

    /// The parameters of a query or an urlencoded form.
    static func urlencoded(_ text: some StringProtocol) -> Parameters {
        Parameters(
            items: text.split(separator: "&").map { pair in
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return Item(
                    name: PercentCoding.decode(parts[0]),
                    value: parts.count > 1 ? PercentCoding.decode(parts[1]) : ""
                )
            }
        )
    }

    /// The parameters of a request's content, whatever its media type says.
    ///
    /// The documents send a form, JSON, and an object that is neither, all under the same media type:
    /// `{ dr_session_token: X grant_type: password format:json }`.
    static func content(_ text: String) -> Parameters {
        let bare = text.drop { $0.isWhitespace || $0 == "{" }
        let separator = bare.first { $0 == "=" || $0 == ":" }
        guard separator == ":" else {
            return urlencoded(bare.prefix { $0 != "}" && !$0.isWhitespace })
        }
        return LooseObject.parse(text)
    }
}

/// An object in JSON, or in what people write for JSON: quotes and commas may be missing.
///
/// Nested objects are flattened.
enum LooseObject {
    static func parse(_ text: String) -> Parameters {
        var words = Words(rest: Substring(text))
        var parameters = Parameters()
        var name: String?
        while let word = words.next(endingAtColon: name == nil) {
            switch (word, name) {
            case (.text(let text), nil):
                name = text
            case (.text(let value), .some(let key)):
                parameters.items.append(.init(name: key, value: value))
                name = nil
            case (.opening, _):
                name = nil
            }
        }
        return parameters
    }

    private enum Word {
        case text(String)
        case opening
    }

    private struct Words {
        var rest: Substring

        mutating func next(endingAtColon: Bool) -> Word? {
            rest = rest.drop { $0.isWhitespace || ",:}[]".contains($0) }
            guard let first = rest.first else { return nil }
            if first == "{" {
                rest = rest.dropFirst()
                return .opening
            }
            if first == "\"" {
                rest = rest.dropFirst()
                return .text(quoted())
            }
            // A value may hold a colon (a URL), a name may not.
            let bare = rest.prefix { character in
                !character.isWhitespace && character != "," && character != "}"
                    && !(endingAtColon && character == ":")
            }
            rest = rest[bare.endIndex...]
            return .text(String(bare))
        }

        private mutating func quoted() -> String {
            var text = ""
            while let character = rest.popFirst(), character != "\"" {
                guard character == "\\", let escaped = rest.popFirst() else {
                    text.append(character)
                    continue
                }
                switch escaped {
                case "n": text.append("\n")
                case "r": text.append("\r")
                case "t": text.append("\t")
                case "u":
                    let digits = rest.prefix(4)
                    rest = rest.dropFirst(4)
                    if let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) {
                        text.unicodeScalars.append(scalar)
                    }
                default: text.append(escaped)
                }
            }
            return text
        }
    }
}
