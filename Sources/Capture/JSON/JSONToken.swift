extension JSONScanner {
    /// How much is accepted.
    public enum Mode: Sendable {
        /// RFC 8259 and nothing else: one value, well-formed UTF-8 in strings.
        case strict
        /// Goes on through a byte order mark, comments, trailing and missing commas, unquoted names and values,
        /// single-quoted strings, raw control characters, several values in a row and unterminated input.
        case tolerant
    }

    /// What stands at ``tokenRange``.
    public enum Token: Hashable, Sendable {
        /// `{`
        case objectStart
        /// `}`
        case objectEnd
        /// `[`
        case arrayStart
        /// `]`
        case arrayEnd
        /// The name of a member: the range inside its quotes.
        case name(Range<Int>, hasEscapes: Bool)
        /// A string: the range inside its quotes. An unquoted word in tolerant mode is one too.
        case string(Range<Int>, hasEscapes: Bool)
        /// A number by the grammar of RFC 8259 §6.
        case number(Range<Int>)
        /// `true`
        case `true`
        /// `false`
        case `false`
        /// `null`
        case null
        /// The input is not JSON from this offset on, or ends too early; always the last token.
        case malformed(offset: Int)
    }

    /// What was wrong at the offset of ``Token/malformed(offset:)``.
    public enum Fault: String, Sendable {
        /// The input ended inside a value.
        case unterminated = "the text ends in the middle of a value"
        /// Something else stands where a value belongs.
        case value = "expected a value"
        /// Something else stands where the name of a member belongs.
        case name = "expected a name in double quotes"
        /// Something else stands where `:`, `,` or a closing bracket belongs.
        case separator = "expected a comma, a colon or a closing bracket"
        /// There is more after the only value.
        case trailing = "there is more after the end of the value"
        /// A string has a raw control character, an unknown escape or bytes that are not UTF-8.
        case string = "this string is not valid"
        /// Nested deeper than ``JSONScanner/maximumDepth``.
        case depth = "nested too deeply"
    }
}

/// A step into a JSON value.
public enum JSONPathStep: Hashable, Sendable {
    /// Into the member whose name stands, still escaped, at this range.
    case name(Range<Int>)
    /// Into the element of this index.
    case index(Int)
}
