import Capture

/// The values of header fields: by their names, and by the syntaxes that they are written in.
extension TextSearch {
    /// The fields of requests that hold credentials as `Authorization` does, in lower case.
    private static let credentialFields: Set<String> = [
        "authorization", "proxy-authorization", "x-forwarded-authorization", "x-original-authorization",
        "x-authorization", "supplementaryauthorization", "x-ms-authorization-auxiliary",
        "x-ms-copy-source-authorization", "x-sentry-auth", "x-emby-authorization", "x-mediabrowser-authorization",
        "x-serverless-authorization",
    ]

    /// Whether a field, its name in lower case, holds credentials: also `X-Acme-Authorization`, where its value is like some.
    static func holdsCredentials(_ name: String, value: [UInt8]) -> Bool {
        credentialFields.contains(name)
            || name.hasSuffix("-authorization")
                && (!Credentials.all(in: value).isEmpty
                    || ValueTest.credentialLike.accepts(value, in: .header, inRequest: true))
    }

    /// The fields that hold challenges, or what is said of the credentials, in lower case.
    private static let challengeFields: Set<String> = [
        "www-authenticate", "proxy-authenticate", "authentication-info", "proxy-authentication-info",
    ]

    /// Reads the value of a field that is neither `Cookie` nor `Set-Cookie`.
    mutating func readField(named name: String, _ view: View) {
        let lower = name.lowercased()
        if Self.holdsCredentials(lower, value: view.bytes) { return readCredentials(view, at: place) }
        let field = FieldName(name)
        regions.append(view.source, at: place, .field(field, .header))
        guard !view.bytes.isEmpty else { return }
        if Self.challengeFields.contains(lower) { return readChallenges(view, at: place) }
        switch lower {
        case "referer", "location", "content-location": read(view, as: .url, at: place, isNested: false)
        case "sec-websocket-protocol": readSubprotocols(view)
        case "x-registry-auth", "x-registry-config":
            // Base64 of JSON with a password in it.
            if !isRedacted(view.bytes), !addWrapper(view, at: place) {
                add(view, kind: .credentials, matchClass: .held)
            }
        case "signature": readSignature(view, separator: nil)
        case "signature-input": readSignature(view, separator: UInt8(ascii: ";"))
        case "x-forwarded-client-cert": readClientCertificate(view)
        case "origin" where !view.bytes.contains(UInt8(ascii: "@")): break
        default:
            if !isRedacted(view.bytes), let rule = rule(for: field, in: .header, value: view.bytes) {
                addCredential(view, kind: rule.kind, matchClass: rule.matchClass, at: place)
            } else if !addWord(view, name: field) {
                readSyntax(of: view, isRefresh: lower == "refresh")
            }
        }
    }

    /// Looks for what stands in a value that its name says nothing of: JSON, URLs, `name: value` and `name=value`.
    private mutating func readSyntax(of view: View, isRefresh: Bool) {
        let bytes = view.bytes
        if isRefresh, let equals = bytes.firstIndex(ofIgnoringCase: Array("url=".utf8)) {
            read(view.slice((equals + 4)..<bytes.count), as: .url, at: place, isNested: false)
        }
        if JSONFields.isLikely(bytes) { read(view, as: .json, at: place, isNested: true) }
        for url in URLFields.urls(in: view) { read(url, as: .url, at: place, isNested: true) }
        // References without a scheme: `/path?query` by itself, in `<>`, and in policies.
        for run in bytes.runs(where: { $0 > 0x20 && !"\"'<>,".utf8.contains($0) })
        where bytes[run.lowerBound] == UInt8(ascii: "/") {
            let endsInSemicolon = bytes[run.upperBound - 1] == UInt8(ascii: ";")
            let word = view.slice(run.lowerBound..<(run.upperBound - (endsInSemicolon ? 1 : 0)))
            guard run.count == bytes.count || URLFields.isLikely(word.bytes) else { continue }
            read(word, as: .url, at: place, isNested: true)
        }
        read(view, as: .text, at: place, isNested: true)
    }

    /// What tells that the next subprotocol is a token, in lower case.
    private static let tokenMarks: Set<String> = ["bearer", "access_token", "token", "authorization", "jwt", "auth"]
    /// The beginnings of subprotocols that are credentials as they are.
    private static let tokenBeginnings = ["openai-insecure-api-key.", "bearer.", "token.", "bearer-"]
    private static let kubernetesBeginning = "base64url.bearer.authorization.k8s.io."

    /// The subprotocols of a WebSocket, where browsers put what they cannot put into `Authorization`.
    private mutating func readSubprotocols(_ view: View) {
        var isMarked = false
        for run in view.bytes.runs(where: { $0 > 0x20 && $0 != UInt8(ascii: ",") }) {
            let item = view.slice(run)
            let text = String(decoding: item.bytes, as: UTF8.self)
            let lower = text.lowercased()
            if isMarked {
                if !isRedacted(item.bytes) { addCredential(item, kind: .accessToken, matchClass: .issued, at: place) }
            } else if lower.hasPrefix(Self.kubernetesBeginning) {
                addEncodedToken(item.slice(Self.kubernetesBeginning.utf8.count..<run.count))
            } else if let beginning = Self.tokenBeginnings.first(where: { lower.hasPrefix($0) }) {
                let token = item.slice(beginning.utf8.count..<run.count)
                if !isRedacted(token.bytes) { addCredential(token, kind: .accessToken, matchClass: .issued, at: place) }
            } else if lower.hasPrefix("header-") {
                // Base64 of the fields of a request.
                lookInside(item.slice(7..<run.count), at: place, chain: [])
            } else {
                lookInside(item, at: place, chain: [])
            }
            isMarked = !isMarked && Self.tokenMarks.contains(lower)
        }
    }

    /// Adds a token in base64.
    private mutating func addEncodedToken(_ view: View) {
        guard !isRedacted(view.bytes) else { return }
        guard let (encoding, token) = Encoding.textLayer(of: view.bytes, minimum: 4) else {
            return addCredential(view, kind: .accessToken, matchClass: .issued, at: place)
        }
        var inner = nested(token, at: place, leafKind: nil)
        inner.addCredential(inner.root, kind: .accessToken, matchClass: .issued, at: place)
        inner.finish()
        ledger = inner.takeLedger()
        add(
            view,
            kind: .wrapped,
            matchClass: .issued,
            inside: Ledger.Inside(encoding: [encoding], pieces: inner.pieces)
        )
    }

    /// The signatures of a message and what they cover (RFC 9421 §4), or the auth-params of the draft before it.
    private mutating func readSignature(_ view: View, separator: UInt8?) {
        guard !isRedacted(view.bytes) else { return }
        let colon = UInt8(ascii: ":")
        let parts = view.bytes.split(separator: colon, omittingEmptySubsequences: false)
        if parts.count >= 3, view.bytes.contains(UInt8(ascii: "=")), !view.bytes.contains(UInt8(ascii: "\"")) {
            // `sig1=:base64:, sig2=:base64:`
            for index in stride(from: 1, to: parts.count - 1, by: 2) {
                add(view.slice(parts[index].indices), kind: .signature, matchClass: .volatile)
            }
            return
        }
        for case .parameter(let name, let range, _) in AuthPart.all(in: view.bytes, separator: separator) {
            switch AuthParameter.named(name) {
            case .secret(let kind, let matchClass) where kind == .nonce || kind == .cacheBuster:
                add(view.slice(range), kind: kind, matchClass: matchClass)
            case nil where name.lowercased() == "signature":
                add(view.slice(range), kind: .signature, matchClass: .volatile)
            default: break
            }
        }
    }

    /// The certificate of a client that a proxy passes on (`By=...;Hash=...;Cert="..."`).
    private mutating func readClientCertificate(_ view: View) {
        guard view.bytes.contains(UInt8(ascii: "=")) || isRedacted(view.bytes) else {
            return add(view, kind: .credentials, matchClass: .held)
        }
        for case .parameter(let name, let range, _) in AuthPart.all(in: view.bytes, separator: UInt8(ascii: ";"))
        where ["cert", "chain"].contains(name.lowercased()) && !isRedacted(Array(view.bytes[range])) {
            add(view.slice(range), kind: .credentials, matchClass: .held)
        }
    }
}

extension [UInt8] {
    /// Where these lower-case letters stand first, in either case.
    fileprivate func firstIndex(ofIgnoringCase wanted: [UInt8]) -> Int? {
        guard count >= wanted.count else { return nil }
        return (0...(count - wanted.count)).first { start in
            zip(wanted, self[start...]).allSatisfy { $0 == $1 || $0.isASCIILetter && $0 == $1 | 0x20 }
        }
    }
}
