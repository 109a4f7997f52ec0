import Capture

/// By value: what is known is looked for everywhere, in every encoding.
extension TextSearch {
    /// How many encodings are taken off one after the other, and how many decoded forms of a text are looked at.
    private static let maximumLayers = 4
    private static let maximumViews = 12

    /// Ends the search: by value and by shape where that is asked for, and then the rest of a cookie.
    mutating func finish() {
        guard facts.searchesValues else { return }
        regions.sort()
        keepPlaceholders()
        let views = decodedViews()
        for view in views { addKnownValues(in: view) }
        addByShape(in: views)
        for view in views { addEncodedRuns(in: view) }
        addLeaves()
    }

    /// Placeholders of ours are sightings. In raw traffic they are foreign, and masked themselves.
    private mutating func keepPlaceholders() {
        guard facts.readsPlaceholders else { return }
        for (placeholder, range) in Placeholder.all(in: root.bytes) {
            addKnown(ledger.secret(standingFor: placeholder), at: range)
        }
    }

    /// The text and its forms with percent-encoding, JSON escapes and character references taken off.
    private func decodedViews() -> [View] {
        var views = [root]
        var layers = [0]
        var next = 0
        while next < views.count {
            defer { next += 1 }
            guard layers[next] < Self.maximumLayers else { continue }
            for decoded in decodings(of: views[next]) where views.count < Self.maximumViews {
                guard !views.contains(where: { $0.bytes == decoded.bytes }) else { continue }
                views.append(decoded)
                layers.append(layers[next] + 1)
            }
        }
        return views
    }

    private func decodings(of view: View) -> [View] {
        var decodings: [View] = []
        if view.bytes.contains(UInt8(ascii: "%")) { decodings.append(view.percentDecoded(plusIsSpace: false)) }
        if view.bytes.contains(UInt8(ascii: "\\")) { decodings.append(view.jsonUnescaped()) }
        if view.bytes.contains(UInt8(ascii: "&")) { decodings.append(view.decodedReferences()) }
        if ledger.known.haveSpaces, view.bytes.contains(UInt8(ascii: "+")) {
            decodings.append(view.percentDecoded(plusIsSpace: true))
        }
        return decodings
    }

    private mutating func addKnownValues(in view: View) {
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
        for match in KnownValues.outermost(of: matches(in: view)) {
            if match.isLiteral {
                lookAgain(inside: match.id)
                addKnown(match.id, at: view.source(match.range))
            } else {
                addEncodedRun(around: match.range, in: view)
            }
        }
    }

    /// The known values in a view. A cookie in which a value is known meanwhile counts as that value and the rest.
    private func matches(in view: View) -> [KnownValues.Match] {
        let matches = ledger.known.matches(in: view.bytes)
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
        if let first = found.items[found.overlapping(source)].first, first.range.lowerBound <= source.lowerBound,
            first.range.upperBound >= source.upperBound
        {
            return
        }
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
