/// A text with holes: literal bytes and the placeholders between them.
///
/// It is how a cassette's text is matched and filled, and how a wrapper shows what is inside it.
public struct Template: Hashable, Sendable {
    /// The pieces in order; no two literals stand next to each other.
    public var segments: [Segment]

    /// A piece of a template.
    public enum Segment: Hashable, Sendable {
        /// These bytes.
        case literal([UInt8])
        /// Whatever stands for this placeholder.
        case hole(Placeholder)
    }

    /// A template from its pieces.
    public init(segments: [Segment]) {
        self.segments = segments
    }

    /// The template that a cassette's text is.
    public init(_ text: [UInt8]) {
        segments = []
        var end = 0
        for (placeholder, range) in Placeholder.all(in: text) {
            if range.lowerBound > end { segments.append(.literal(Array(text[end..<range.lowerBound]))) }
            segments.append(.hole(placeholder))
            end = range.upperBound
        }
        if end < text.count { segments.append(.literal(Array(text[end...]))) }
    }

    /// The cassette's text.
    public var text: [UInt8] {
        fill { Array($0.description.utf8) }
    }

    /// Whether there is no hole.
    public var isLiteral: Bool {
        placeholders.isEmpty
    }

    /// The placeholders in order, repeated ones repeated.
    public var placeholders: [Placeholder] {
        segments.compactMap { if case .hole(let placeholder) = $0 { placeholder } else { nil } }
    }

    /// The text with each hole filled.
    public func fill(_ value: (Placeholder) throws -> [UInt8]) rethrows -> [UInt8] {
        var filled: [UInt8] = []
        for segment in segments {
            switch segment {
            case .literal(let bytes): filled += bytes
            case .hole(let placeholder): filled += try value(placeholder)
            }
        }
        return filled
    }
}
