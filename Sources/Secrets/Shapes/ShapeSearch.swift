import Capture

/// By shape: credentials that tell themselves, wherever they stand.
extension TextSearch {
    /// Adds JSON Web Tokens, tokens with the marks of their issuer, and private keys.
    ///
    /// The views are decoded forms of one text. A token that is escaped in part may show its beginning in one view and all
    /// of it in another, so the longest counts, and of equal ones the most decoded.
    mutating func addByShape(in views: [View]) {
        var matches: [(source: Range<Int>, view: Int, match: ShapeScanner.Match)] = []
        for (index, view) in views.enumerated() {
            for match in ShapeScanner.standard.matches(in: view.bytes) {
                matches.append((view.source(match.range), index, match))
            }
        }
        matches.sort { left, right in
            (left.source.lowerBound, right.source.upperBound, right.view)
                < (right.source.lowerBound, left.source.upperBound, left.view)
        }
        var end = 0
        for (source, view, match) in matches where source.upperBound > end {
            end = source.upperBound
            add(match, views[view].slice(match.range))
        }
    }

    private mutating func add(_ match: ShapeScanner.Match, _ token: View) {
        if found.covers(token.source) { return }
        let overlapsOthers = found.overlaps(token.source)
        let place = regions.around(token.source)?.place ?? place
        addCredential(token, kind: match.kind, matchClass: match.matchClass, at: place)
        // A part of it may have been found by other means; nothing of the rest may stay.
        if overlapsOthers, let id = ledger.id(of: token.bytes) { addKnown(id, at: token.source) }
    }
}
