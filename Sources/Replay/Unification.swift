import Secrets

/// An attempt to bind the holes of one recorded request to a live one. Nothing is kept unless the entry is chosen.
struct Unification: Sendable {
    /// What this attempt binds.
    private(set) var fresh: [Placeholder: [UInt8]] = [:]
    private let holes: HoleTable
    private let bindings: Bindings

    /// An attempt that begins with what the session has bound.
    init(holes: HoleTable, bindings: Bindings) {
        self.holes = holes
        self.bindings = bindings
    }

    /// How many of the client's own secrets are seen for the first time.
    var newlyHeld: Int {
        fresh.keys.count { holes.matchClass(of: $0) == .held }
    }

    /// Whether a live text fits a pattern; binds its holes if so, and nothing otherwise.
    mutating func fits(_ pattern: TextPattern, _ live: [UInt8]) -> Bool {
        if let literal = pattern.literal { return literal == live }
        let before = fresh
        let fits = bind(pattern, live)
        if !fits { fresh = before }
        return fits
    }

    private mutating func bind(_ pattern: TextPattern, _ live: [UInt8]) -> Bool {
        var position = 0
        for (index, piece) in pattern.pieces.enumerated() {
            let rest = pattern.pieces[(index + 1)...]
            switch piece {
            case .literal(let bytes):
                guard live[position...].starts(with: bytes) else { return false }
                position += bytes.count
            case .anything:
                guard let end = end(of: piece, from: position, in: live, before: rest, pattern.syntax) else {
                    return false
                }
                position = end
            case .hole(let placeholder):
                guard let end = end(of: piece, from: position, in: live, before: rest, pattern.syntax),
                    let value = pattern.syntax.decode(Array(live[position..<end])),
                    accepts(value, for: placeholder)
                else { return false }
                position = end
            }
        }
        return position == live.count
    }

    /// Where the text in a hole ends: behind its known value, or else before the next piece that is known.
    private func end(
        of piece: TextPattern.Piece,
        from start: Int,
        in live: [UInt8],
        before rest: ArraySlice<TextPattern.Piece>,
        _ syntax: TextSyntax
    ) -> Int? {
        guard let next = rest.first else { return live.count }
        if let known = known(piece, syntax), live[start...].starts(with: known) { return start + known.count }
        guard let anchor = known(next, syntax) else { return nil }
        if rest.count == 1 {
            let end = live.count - anchor.count
            return end >= start && live[end...].elementsEqual(anchor) ? end : nil
        }
        return live.firstOccurrence(of: anchor, from: start)
    }

    /// The text that a piece can only stand for.
    private func known(_ piece: TextPattern.Piece, _ syntax: TextSyntax) -> [UInt8]? {
        switch piece {
        case .literal(let bytes): bytes
        case .anything: nil
        case .hole(let placeholder): known(placeholder).map { syntax.encode($0) }
        }
    }

    private func known(_ placeholder: Placeholder) -> [UInt8]? {
        if let value = holes.constant(placeholder) ?? fresh[placeholder] { return value }
        return holes.matchClass(of: placeholder) == .held ? bindings[placeholder] : nil
    }

    /// Whether a live value may stand for a placeholder; binds it if so.
    private mutating func accepts(_ value: [UInt8], for placeholder: Placeholder) -> Bool {
        switch holes.matchClass(of: placeholder) {
        case .volatile:
            return true
        case .echo:
            if let bound = fresh[placeholder] { return bound == value }
            fresh[placeholder] = value
            return true
        case .issued, .held:
            if let known = known(placeholder), known == value { return true }
            if let wrapper = holes.wrapper(of: placeholder) { return holds(value, wrapper) }
            return known(placeholder) == nil && isNew(value, for: placeholder)
        }
    }

    /// Whether a value holds what a wrapper holds.
    private mutating func holds(_ value: [UInt8], _ wrapper: Wrapper) -> Bool {
        guard let inside = wrapper.encoding.decode(value) else { return false }
        return fits(TextPattern(wrapper.template, holes: holes), inside)
    }

    /// Binds one of the client's own secrets. What replay has issued is none, and one value is never two of them:
    /// so a right and a wrong password stay two.
    private mutating func isNew(_ value: [UInt8], for placeholder: Placeholder) -> Bool {
        guard holes.matchClass(of: placeholder) == .held, !value.isEmpty, holes.issuer(of: value) == nil,
            bindings.owner(of: value, kind: placeholder.kind) == nil,
            !fresh.contains(where: { $0.key.kind == placeholder.kind && $0.value == value })
        else { return false }
        fresh[placeholder] = value
        return true
    }
}

extension [UInt8] {
    /// Where a text begins for the first time at or behind an offset.
    func firstOccurrence(of text: [UInt8], from start: Int) -> Int? {
        guard let first = text.first else { return start }
        var position = start
        while let candidate = self[position...].firstIndex(of: first), candidate + text.count <= count {
            if self[candidate...].starts(with: text) { return candidate }
            position = candidate + 1
        }
        return nil
    }
}
