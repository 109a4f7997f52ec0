import Secrets

/// A named value of a request. All of them together, in any order, are what is compared.
struct RequestField: Hashable, Sendable, Comparable {
    /// Which value it is.
    var name: Name
    /// The value, decoded.
    var value: [UInt8]
    /// What a value that is matched as a text is written in.
    var syntax = TextSyntax.plain

    /// Names a value of a request.
    struct Name: Hashable, Sendable, Comparable {
        /// Where it stands.
        var part: Part
        /// Its name there.
        var name: [UInt8] = []

        static func < (left: Name, right: Name) -> Bool {
            left.part == right.part
                ? left.name.lexicographicallyPrecedes(right.name) : left.part.rawValue < right.part.rawValue
        }
    }

    /// A part of a request with names of its own.
    enum Part: Int, Hashable, Sendable {
        /// A header field that says who asks, such as `Authorization`.
        case credential
        /// A parameter of the query or of a form: where it stands makes no difference.
        case parameter
        /// A string in JSON, by its JSON Pointer (RFC 6901).
        case string
        /// Any other scalar in JSON, or what is empty there, by its JSON Pointer.
        case literal
        /// A part of a multipart body, by the name of its `Content-Disposition`.
        case multipart
        /// A body that is matched as one text.
        case text
    }

    static func < (left: RequestField, right: RequestField) -> Bool {
        left.name == right.name ? left.value.lexicographicallyPrecedes(right.value) : left.name < right.name
    }
}

extension RequestField.Name {
    /// The name for people: `grant_type`, `/token/code`, `Authorization`.
    var text: String {
        switch part {
        case .credential, .parameter, .string, .literal, .multipart:
            name.isEmpty ? "body" : String(decoding: name, as: UTF8.self)
        case .text: "body"
        }
    }

    /// Whether the value may be a body, or a part of one, that is not read any further.
    var isWholeBody: Bool {
        part == .text || part == .multipart || name.isEmpty
    }

    /// The name as `--ignore` takes it: the parameter, or the last step of a JSON Pointer.
    var plain: String {
        switch part {
        case .string, .literal:
            String(decoding: name.suffix(while: { $0 != UInt8(ascii: "/") }), as: UTF8.self)
                .replacing("~1", with: "/").replacing("~0", with: "~")
        case .parameter, .multipart: String(decoding: name, as: UTF8.self)
        case .credential, .text: ""
        }
    }
}

extension [UInt8] {
    fileprivate func suffix(while isPart: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        self[(lastIndex { !isPart($0) }.map { $0 + 1 } ?? 0)...]
    }
}
