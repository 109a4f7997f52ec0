import Capture

/// By value: what is known is looked for everywhere, in every encoding.
extension TextSearch {
    /// How many layers of escapes are taken off one after the other, and how many decoded forms of a text are looked at.
    private static let maximumLayers = 4
    private static let maximumViews = 32
    /// How much longer than the text all of these may be, when it is a long one.
    private static let maximumGrowth = 6

    /// Ends the search: by value and by shape where that is asked for, and then the rest of a cookie.
    mutating func finish() {
        guard facts.searchesValues else { return }
        regions.sort()
        keepPlaceholders()
        let views = facts.ways.contains(.unescaping) ? decodedViews() : [root]
        var parts: [(view: View, range: Range<Int>)] = []
        for view in views { parts += addKnownValues(in: view).map { (view, $0) } }
        if facts.ways.contains(.shapes) { addByShape(in: views) }
        if facts.ways.contains(.credentials) {
            for view in views { addQuotedCredentials(in: view) }
        }
        // What an escape divides is whole where it is taken off.
        for view in views.reversed() { addEncodedRuns(in: view) }
        for view in views { addWords(in: view) }
        for part in parts.reversed() { addPart(part.range, in: part.view) }
        addLeaves()
    }

    /// Placeholders of ours are sightings. In raw traffic they are foreign, and masked themselves.
    private mutating func keepPlaceholders() {
        guard facts.readsPlaceholders else { return }
        for (placeholder, range) in Placeholder.all(in: root.bytes) {
            addKnown(ledger.secret(standingFor: placeholder), at: range)
        }
    }

    /// The text and its forms with escapes taken off.
    private func decodedViews() -> [View] {
        var views = [root]
        var size = root.bytes.count
        func add(_ view: View) -> Bool {
            guard views.count < Self.maximumViews, size <= max(1 << 20, Self.maximumGrowth * root.bytes.count),
                !views.contains(where: { $0.bytes == view.bytes })
            else { return false }
            views.append(view)
            size += view.bytes.count
            return true
        }
        var view = root
        for _ in 0..<Self.maximumLayers {
            view = view.unescaped()
            guard add(view) else { break }
        }
        if ledger.known.haveEscapes {
            // What is an escape in the value itself, is taken off with an escape of another kind.
            for _ in 0..<2 {
                for decoded in views.flatMap({ singleDecodings(of: $0) }) { _ = add(decoded) }
            }
        }
        for view in views {
            if ledger.known.haveSpaces { _ = add(view.percentDecoded(plusIsSpace: true)) }
            if view.isQuotedPrintable { _ = add(view.quotedPrintableDecoded()) }
            _ = add(view.unfolded())
            _ = add(view.joinedHex())
            _ = add(view.withoutZeros())
        }
        return views
    }

    private func singleDecodings(of view: View) -> [View] {
        [view.percentDecoded(plusIsSpace: false), view.jsonUnescaped(), view.decodedReferences()]
    }

    /// Adds what is known in a view; gives back where there are parts of known values.
    private mutating func addKnownValues(in view: View) -> [Range<Int>] {
        if !facts.readsPlaceholders {
            for (placeholder, range) in Placeholder.all(in: view.bytes) {
                let id = ledger.learn(
                    Array(placeholder.description.utf8),
                    kind: .placeholderText,
                    matchClass: .volatile
                )
                addKnown(id, at: view.source(range))
            }
        }
        let matches = matches(in: view)
        let outermost = KnownValues.outermost(of: matches.filter { $0.form != .part })
        let whole = outermost.filter { $0.form == .whole }
        for id in Set(whole.map(\.id)).sorted() { lookAgain(inside: id) }
        addKnown(whole.map { (view.source($0.range), $0.id) })
        for match in outermost where match.form == .encoded { addEncodedRun(around: match.range, in: view) }
        return KnownValues.outermost(of: matches.filter { $0.form == .part }).map(\.range)
    }

    /// The known values in a view. A cookie in which a value is known meanwhile counts as that value and the rest.
    private func matches(in view: View) -> [KnownValues.Match] {
        let matches = ledger.known.matches(in: view.bytes).filter { facts.ways.contains($0.form.way) }
        guard leafKind != nil, matches.count > 1 else { return matches }
        let told = matches.filter { ledger[$0.id].kind != .cookie }
        return matches.filter { match in
            ledger[match.id].kind != .cookie
                || !told.contains { match.range != $0.range && match.range.contains($0.range) }
        }
    }

    /// Masks the base64 or hex around an encoded form of a secret.
    private mutating func addEncodedRun(around match: Range<Int>, in view: View) {
        let source = view.source(match)
        if found.covers(source) { return }
        let bounds = regions.around(source)?.range ?? root.range
        var lower = match.lowerBound
        while lower > 0, view.bytes[lower - 1].isEncodingCharacter, view.source(lower - 1) >= bounds.lowerBound {
            lower -= 1
        }
        var upper = match.upperBound
        while upper < view.bytes.count, view.bytes[upper].isEncodingCharacter, view.source(upper) < bounds.upperBound {
            upper += 1
        }
        while upper < view.bytes.count, view.bytes[upper] == UInt8(ascii: "="), view.source(upper) < bounds.upperBound {
            upper += 1
        }
        let run = view.slice(lower..<upper)
        if !found.overlaps(run.source), addWrapper(run, at: regions.around(run.source)?.place ?? place) { return }
        let id = ledger.learn(run.bytes, kind: .wrapped, matchClass: facts.inRequest ? .held : .issued)
        addKnown(id, at: run.source)
    }

    /// Masks the run of letters and digits around a part of a secret: cut off, or another secret that begins alike.
    private mutating func addPart(_ part: Range<Int>, in view: View) {
        guard !found.overlaps(view.source(part)) else { return }
        let bounds = regions.around(view.source(part))?.range ?? root.range
        var lower = part.lowerBound
        while lower > 0, ValueParts.isWordCharacter(view.bytes[lower - 1]), view.source(lower - 1) >= bounds.lowerBound
        {
            lower -= 1
        }
        var upper = part.upperBound
        while upper < view.bytes.count, ValueParts.isWordCharacter(view.bytes[upper]),
            view.source(upper) < bounds.upperBound
        {
            upper += 1
        }
        let run = view.slice(lower..<upper)
        let id = ledger.learn(run.bytes, kind: .tokenPart, matchClass: facts.inRequest ? .held : .issued)
        addKnown(id, at: run.source)
    }

    /// Adds known credentials that are ordinary words, behind a word that introduces them.
    private mutating func addWords(in view: View) {
        guard facts.ways.contains(.words) else { return }
        for (range, id) in ledger.known.words.introduced(in: view.bytes)
        where mayStandHere(id) && !found.overlaps(view.source(range)) {
            addKnown(id, at: view.source(range))
        }
    }

    /// Looks into each run of base64 or hex that is long enough to hold a secret.
    private mutating func addEncodedRuns(in view: View) {
        guard depth < Self.maximumDepth - 1 else { return }
        for run in view.bytes.encodedRuns where run.count >= 12 {
            let source = view.source(run)
            // What reads the same in the text itself was looked at there.
            if !view.isSlice, source.count == run.count { continue }
            guard !found.overlaps(source) else { continue }
            _ = addWrapper(view.slice(run), at: regions.around(source)?.place ?? place)
        }
    }
}

extension KnownValues.Form {
    /// The way of finding that this form is for.
    fileprivate var way: WaysOfFinding {
        switch self {
        case .whole: .values
        case .encoded: .encodedValues
        case .part: .parts
        }
    }
}

extension [UInt8] {
    /// The longest runs of bytes that pass a test.
    func runs(where test: (UInt8) -> Bool) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start: Int?
        for (index, byte) in enumerated() {
            if test(byte) {
                if start == nil { start = index }
            } else if let first = start {
                runs.append(first..<index)
                start = nil
            }
        }
        if let start { runs.append(start..<count) }
        return runs
    }

    /// The longest runs of what base64 and hex are made of, with padding behind them.
    var encodedRuns: [Range<Int>] {
        runs(where: \.isEncodingCharacter).map { run in
            let padding = self[run.upperBound...].prefix(2).prefix { $0 == UInt8(ascii: "=") }
            return run.lowerBound..<(run.upperBound + padding.count)
        }
    }
}

extension UInt8 {
    /// Whether the byte can be part of base64, base64url or hex, padding aside.
    var isEncodingCharacter: Bool {
        isASCIILetter || isASCIIDigit || self == UInt8(ascii: "+") || self == UInt8(ascii: "/")
            || self == UInt8(ascii: "-") || self == UInt8(ascii: "_")
    }
}
