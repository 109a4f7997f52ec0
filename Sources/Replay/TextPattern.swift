import Secrets

/// A text of a recorded request as a pattern for live ones. What replay has issued is literal text in it.
struct TextPattern: Hashable, Sendable {
    /// The pieces in order; no two literals stand next to each other.
    private(set) var pieces: [Piece] = []
    /// What the text is written in.
    let syntax: TextSyntax

    /// A piece of a pattern.
    enum Piece: Hashable, Sendable {
        /// These bytes.
        case literal([UInt8])
        /// What can be bound to this placeholder.
        case hole(Placeholder)
        /// Whatever stands there.
        case anything
    }

    /// The pattern that a cassette's text is.
    init(_ text: [UInt8], syntax: TextSyntax = .plain, holes: HoleTable) {
        self.init(Template(text), syntax: syntax, holes: holes)
    }

    /// The pattern that a template is.
    init(_ template: Template, syntax: TextSyntax = .plain, holes: HoleTable) {
        self.syntax = syntax
        for segment in template.segments {
            switch segment {
            case .literal(let bytes):
                append(bytes)
            case .hole(let placeholder):
                let matchClass = holes.matchClass(of: placeholder)
                if matchClass == .volatile {
                    pieces.append(.anything)
                } else if matchClass == .issued, holes.wrapper(of: placeholder) == nil,
                    let value = holes.constant(placeholder)
                {
                    append(syntax.encode(value))
                } else {
                    pieces.append(.hole(placeholder))
                }
            }
        }
    }

    /// The text, if only one text fits.
    var literal: [UInt8]? {
        switch pieces.count {
        case 0: []
        case 1: if case .literal(let bytes) = pieces[0] { bytes } else { nil }
        default: nil
        }
    }

    /// Whether any text fits, and even none.
    var isVolatile: Bool {
        pieces == [.anything]
    }

    /// The literals alone: patterns that differ only in their holes have the same outline.
    var outline: [Piece] {
        pieces.map { if case .literal = $0 { $0 } else { .anything } }
    }

    private mutating func append(_ bytes: [UInt8]) {
        guard case .literal(var text) = pieces.last else {
            pieces.append(.literal(bytes))
            return
        }
        pieces.removeLast()  // so that the text is appended to where it is
        text += bytes
        pieces.append(.literal(text))
    }
}
