/// A JSON value whose objects keep the order and the duplicates of their members, and whose numbers keep their text.
public enum JSONValue: Hashable, Sendable {
    /// `{ ... }`
    case object([Member])
    /// `[ ... ]`
    case array([JSONValue])
    /// A string, unescaped.
    case string(String)
    /// A number as it was written.
    case number(String)
    /// `true` or `false`
    case bool(Bool)
    /// `null`
    case null

    /// A member of an object.
    public struct Member: Hashable, Sendable {
        /// Its name, unescaped.
        public var name: String
        /// Its value.
        public var value: JSONValue

        /// A member from its name and value.
        public init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// A whole number.
    public static func number(_ value: some BinaryInteger) -> JSONValue {
        .number(String(value))
    }

    /// A number in its shortest form; `null` for infinity and NaN, which JSON does not have.
    public static func number(_ value: Double) -> JSONValue {
        guard value.isFinite else { return .null }
        return value == value.rounded() && value.magnitude < 1e15 && !(value == 0 && value.sign == .minus)
            ? .number(String(Int64(value))) : .number(value.description)
    }

    /// The value of the first member with this name; `nil` if there is none or this is no object.
    ///
    /// Setting replaces the first member of that name in its place, appends a new one, or, with `nil`, removes all.
    /// Setting a member of something that is no object makes it one.
    public subscript(name: String) -> JSONValue? {
        get { members?.first { $0.name == name }?.value }
        set {
            var members = members ?? []
            if let newValue {
                if let index = members.firstIndex(where: { $0.name == name }) {
                    members[index].value = newValue
                } else {
                    members.append(Member(name, newValue))
                }
            } else {
                members.removeAll { $0.name == name }
            }
            self = .object(members)
        }
    }

    /// The members of an object.
    public var members: [Member]? {
        guard case .object(let members) = self else { return nil }
        return members
    }

    /// The elements of an array.
    public var elements: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// The text of a string.
    public var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The value of a number that is a whole one and fits.
    public var int: Int? {
        guard case .number(let text) = self else { return nil }
        return Int(text)
    }

    /// The value of a number, rounded to the nearest `Double`.
    public var double: Double? {
        guard case .number(let text) = self else { return nil }
        return Double(text)
    }

    /// The value of `true` or `false`.
    public var bool: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    /// A string.
    public init(stringLiteral value: String) {
        self = .string(value)
    }

    /// A whole number.
    public init(integerLiteral value: Int) {
        self = .number(value)
    }

    /// `true` or `false`.
    public init(booleanLiteral value: Bool) {
        self = .bool(value)
    }
}

extension JSONValue: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    /// An array.
    public init(arrayLiteral elements: JSONValue...) {
        self = .array(elements)
    }

    /// An object, with its members in the order of the literal.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { Member($0.0, $0.1) })
    }
}
