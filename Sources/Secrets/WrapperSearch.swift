import Capture

/// The secrets inside of secrets: base64, hex, JSON Web Tokens.
extension TextSearch {
    /// Adds a value that is base64 or hex of a text with secrets in it; `false` when it is none.
    mutating func addWrapper(_ view: View, at place: Place) -> Bool {
        guard facts.ways.contains(.wrappers), !isRedacted(view.bytes) else { return false }
        if let inside = inside(of: view.bytes, at: place) {
            add(view, kind: .wrapped, matchClass: .issued, inside: inside)
        } else if hidesSecret(view.bytes, at: place) {
            add(view, kind: .wrapped, matchClass: .issued)
        } else {
            return false
        }
        return true
    }

    /// What is inside of base64 or hex, when that is text with secrets in it.
    private mutating func inside(of value: [UInt8], at place: Place) -> Ledger.Inside? {
        guard depth < Self.maximumDepth, let (encoding, text) = Encoding.textLayer(of: value) else { return nil }
        var inner = nested(text, at: place, leafKind: leafKind)
        inner.lookInside(inner.root, at: place, chain: [])
        inner.finish()
        ledger = inner.takeLedger()
        return inner.found.isEmpty ? nil : Ledger.Inside(encoding: [encoding], pieces: inner.pieces)
    }

    /// Looks into a wrapper that is known: meanwhile more may be known of what is in it.
    mutating func lookAgain(inside id: Ledger.ID) {
        let secret = ledger[id]
        let inside: Ledger.Inside?
        if let token = JSONWebToken(encoded: secret.value) {
            inside = self.inside(of: token, at: place)
        } else if secret.kind == .wrapped {
            inside = self.inside(of: secret.value, at: place)
        } else {
            return
        }
        if let inside { ledger.update(id, inside: inside) }
    }

    /// The claims of a token and its signature.
    mutating func inside(of token: JSONWebToken, at place: Place) -> Ledger.Inside? {
        guard depth < Self.maximumDepth, facts.ways.contains(.wrappers) else { return nil }
        var inner = nested(token.text, at: place, leafKind: nil)
        inner.add(inner.root.slice(token.signatureRange), kind: .signature, matchClass: .issued)
        inner.endpoint.insert(.claims)
        for object in [token.headerRange, token.payloadRange] {
            inner.read(inner.root.slice(object), as: .json, at: place, isNested: true)
        }
        inner.finish()
        ledger = inner.takeLedger()
        return Ledger.Inside(encoding: [.jwt], pieces: inner.pieces)
    }
}

extension Encoding {
    /// The layer of base64 or hex around a text; `nil` when there is none that could be put on again unchanged.
    static func textLayer(of value: [UInt8], minimum: Int = 12) -> (encoding: Encoding, text: [UInt8])? {
        guard value.count >= minimum else { return nil }
        if value.count.isMultiple(of: 2), let text = Hex.decode(value), text.isText {
            for encoding in [hex, hexUpper] where encoding.encode(text) == value { return (encoding, text) }
        }
        // Most values that look like base64 are none: the first bytes show it.
        guard let start = Base64.decode(value.prefix(8)), !start.contains(where: { $0 < 0x09 || $0 == 0x7F }),
            let text = Base64.decode(value), text.isText
        else { return nil }
        for encoding in base64Family where encoding.encode(text) == value { return (encoding, text) }
        return nil
    }
}
