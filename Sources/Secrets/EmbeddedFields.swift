import Capture

/// What contents quote of messages and hold of credentials in encodings of their own.
extension TextSearch {
    /// Reads a field that is a header field by its name, wherever it is written: in JSON that echoes a request, in a part
    /// of a batch, on a command line. `false` when it is none, or holds no credentials.
    mutating func readEmbeddedHeader(_ field: Field, at place: Place) -> Bool {
        guard [.json, .text, .form, .header, .multipart, .xml].contains(field.context), leafKind == nil else {
            return false
        }
        let name = field.label.utf8.lastIndex(of: UInt8(ascii: ".")).map { field.label[$0...].dropFirst() }
        let label = name ?? field.label[...]
        guard HeaderName.holdsCredentials(label) else { return false }
        switch label.lowercased() {
        case "cookie":
            let cookies = CookiePair.parse(cookie: field.value.bytes).filter { !$0.name.isEmpty }
            for cookie in cookies { addCookie(cookie, of: field.value, at: place) }
            return !cookies.isEmpty
        case "set-cookie", "set-cookie2":
            let cookies = SetCookie.all(in: field.value.bytes)
            guard let first = cookies.first, !first.pair.name.isEmpty else { return false }
            for cookie in cookies {
                addCookie(cookie.pair, of: field.value, at: place)
                for attribute in cookie.attributes { readAttribute(attribute, of: field.value, at: place) }
            }
            return true
        default:
            return addHeaderCredentials(field.value, at: place)
        }
    }

    private mutating func addCookie(_ cookie: CookiePair, of view: View, at place: Place) {
        addCookie(name: Array(view.bytes[cookie.name]), value: view.slice(cookie.unquoted), at: place)
    }

    /// Adds `Bearer ...`, `Basic ...`: only under a scheme, since the name alone may stand in any sentence.
    private mutating func addHeaderCredentials(_ view: View, at place: Place) -> Bool {
        let all = Credentials.all(in: view.bytes)
        let isWritten = all.contains { credentials in
            let rest = view.bytes[credentials.rest]
            return rest.count >= 6 && !PairName.isLikely(Array(rest)) && !StandIn.contains(Array(rest))
                && (!rest.contains(0x20) || rest.contains(UInt8(ascii: "=")))
        }
        guard isWritten else { return false }
        readCredentials(view, at: place)
        return true
    }

    /// Adds a value that is a secret by what stands around it, whatever its name; it may be in base64, as in a Kubernetes
    /// `Secret`.
    mutating func addEncodedSecret(_ view: View, at place: Place) {
        guard depth < Self.maximumDepth,
            let (encoding, text) = Encoding.textLayer(of: view.bytes, minimum: 4)
        else { return add(view, kind: .credentials, matchClass: .issued) }
        var inner = nested(text, at: place, leafKind: nil)
        inner.lookInside(inner.root, at: place, chain: [])
        if inner.found.isEmpty { inner.add(inner.root, kind: .credentials, matchClass: .issued) }
        inner.finish()
        ledger = inner.takeLedger()
        let inside = Ledger.Inside(encoding: [encoding], pieces: inner.pieces)
        add(view, kind: .wrapped, matchClass: .issued, inside: inside)
    }

    // MARK: - Assertions

    /// Adds a SAML message in base64, deflated or not (SAML 2.0 Bindings §3.4.4 and §3.5.4); `false` when it is none.
    mutating func addAssertion(_ view: View, at place: Place) -> Bool {
        guard !isRedacted(view.bytes), let text = Self.markup(inside: view.bytes), Self.isSAML(text) else {
            return false
        }
        learnInside(ofAssertion: view, at: place)
        add(view, kind: .assertion, matchClass: .volatile)
        return true
    }

    /// Learns the secrets in an assertion. It is masked whole: nothing could deflate or sign it again as it was.
    mutating func learnInside(ofAssertion view: View, at place: Place) {
        guard depth < Self.maximumDepth else { return }
        let text = MarkupFields.isLikely(view.bytes) ? view.bytes : Self.markup(inside: view.bytes)
        guard let text else { return }
        var inner = nested(text, at: place, leafKind: nil)
        inner.read(inner.root, as: .xml, at: place, isNested: true)
        inner.finish()
        ledger = inner.takeLedger()
    }

    /// The XML in base64, with or without a deflation in between.
    private static func markup(inside value: [UInt8]) -> [UInt8]? {
        guard value.count >= 32, let first = value.first, first.isASCIILetter || first.isASCIIDigit,
            value.prefix(32).allSatisfy({ $0.isEncodingCharacter }),
            let bytes = Base64.decode(value.contains { $0 <= 0x20 } ? value.filter { $0 > 0x20 } : value)
        else { return nil }
        if MarkupFields.isLikely(bytes) { return bytes }
        guard let text = try? ContentCoding.deflate.decode(bytes, limit: 1 << 20), MarkupFields.isLikely(text) else {
            return nil
        }
        return text
    }

    private static func isSAML(_ text: [UInt8]) -> Bool {
        let start = Array(text.prefix(2048))
        return start.firstIndex(of: Array("urn:oasis:names:tc:SAML:".utf8)) != nil
    }
}
