import Capture

/// Credentials in header fields: the scheme and what says how it was used stay, what proves something does not.
extension TextSearch {
    /// Reads the value of `Authorization` or of a field like it.
    mutating func readCredentials(_ view: View, at place: Place) {
        regions.append(view.source, at: place, .credentials)
        guard facts.ways.contains(.credentials), !isRedacted(view.bytes) else { return }
        let all = Credentials.all(in: view.bytes)
        guard !all.isEmpty else {
            // The first word is no scheme, so it may be a credential itself.
            if !addBasic(view, at: place) { addToken(view, kind: .credentials, matchClass: .held, at: place) }
            return
        }
        for credentials in all where !credentials.rest.isEmpty {
            read(view.slice(credentials.rest), as: credentials.form, at: place)
        }
    }

    private mutating func read(_ rest: View, as form: CredentialForm, at place: Place) {
        switch form {
        case .pair:
            if !addBasic(rest, isNamedBasic: true, at: place) {
                add(rest, kind: .basicCredentials, matchClass: .held)
            }
        case .token(let kind, let matchClass):
            if addBasic(rest, passwordKind: kind == .apiKey ? .apiKey : nil, at: place) { return }
            let parts = AuthPart.all(in: rest.bytes)
            if Self.areParameters(parts) {
                for part in parts { read(part, of: rest, at: place, unknown: kind == .apiKey ? kind : .signature) }
            } else {
                addToken(rest, kind: kind, matchClass: matchClass, at: place)
            }
        case .parameters:
            for part in AuthPart.all(in: rest.bytes) { read(part, of: rest, at: place) }
        case .keyAndSignature(let keyIsSecret):
            guard let colon = rest.bytes.firstIndex(of: UInt8(ascii: ":")) else {
                return add(rest, kind: .credentials, matchClass: .held)
            }
            if keyIsSecret { add(rest.slice(0..<colon), kind: .apiKey, matchClass: .held) }
            add(rest.slice((colon + 1)..<rest.bytes.count), kind: .signature, matchClass: .volatile)
        }
    }

    /// Whether what follows the scheme of a token is a list of auth-params: `Token token="..."`.
    private static func areParameters(_ parts: [AuthPart]) -> Bool {
        guard case .parameter(let name, _, let isQuoted) = parts.first else { return false }
        return isQuoted || AuthParameter.named(name) != nil
    }

    private mutating func addToken(_ view: View, kind: Kind, matchClass: MatchClass, at place: Place) {
        // Documents and programs that were pasted: `Bearer ACCESS_TOKEN`.
        guard !facts.catalogue.words.contain(view.bytes) else { return }
        let isToken = JSONWebToken(encoded: view.bytes) != nil
        addCredential(view, kind: isToken && kind == .credentials ? .jwt : kind, matchClass: matchClass, at: place)
    }

    private mutating func read(_ part: AuthPart, of rest: View, at place: Place, unknown: Kind = .signature) {
        switch part {
        case .word(let range):
            // What is no parameter is malformed, or a token.
            add(rest.slice(range), kind: .credentials, matchClass: .held)
        case .parameter(let name, let range, _):
            let value = rest.slice(range).percentDecoded(plusIsSpace: false)
            switch AuthParameter.named(name) {
            case .kept: lookInside(value, at: place, chain: [])
            case .secret(let kind, let matchClass): addCredential(value, kind: kind, matchClass: matchClass, at: place)
            case .credentialScope: addCredentialScope(value)
            case .oauthSignature: addOAuthSignature(value)
            case nil: add(value, kind: unknown, matchClass: unknown == .signature ? .volatile : .held)
            }
        }
    }

    /// Adds the key in `<key>/<date>/<region>/<service>/aws4_request`, and the date, which is another in every recording.
    mutating func addCredentialScope(_ view: View) {
        let parts = view.bytes.split(separator: UInt8(ascii: "/"), maxSplits: 2, omittingEmptySubsequences: false)
        add(view.slice(parts[0].indices), kind: .apiKey, matchClass: .held)
        guard parts.count == 3, parts[1].count == 8, parts[1].allSatisfy(\.isASCIIDigit) else { return }
        add(view.slice(parts[1].indices), kind: .cacheBuster, matchClass: .volatile)
    }

    /// Adds an OAuth 1.0 signature. In the method `PLAINTEXT` it is the client's secret and the token's with `&` between
    /// them, each percent-encoded once more (RFC 5849 §3.4.4).
    mutating func addOAuthSignature(_ view: View) {
        guard let ampersand = view.bytes.firstIndex(of: UInt8(ascii: "&")) else {
            return add(view, kind: .signature, matchClass: .volatile)
        }
        for half in [0..<ampersand, (ampersand + 1)..<view.bytes.count] {
            add(
                view.slice(half).percentDecoded(plusIsSpace: false),
                kind: .clientSecret,
                matchClass: .held
            )
        }
    }
}

/// The values that a name says to be more than one secret.
enum CompositeValue {
    case credentialScope
    case oauthSignature

    /// What the values of a name are made of; `nil` for a name that says nothing of the kind.
    init?(_ name: FieldName) {
        switch name.normalised {
        case "amzcredential", "googcredential": self = .credentialScope
        case "oauthsignature": self = .oauthSignature
        default: return nil
        }
    }
}

extension TextSearch {
    /// Adds the secrets that a value is made of.
    mutating func add(_ view: View, _ composite: CompositeValue) {
        switch composite {
        case .credentialScope: addCredentialScope(view)
        case .oauthSignature: addOAuthSignature(view)
        }
    }

    /// Reads an authority with userinfo.
    mutating func readAuthority(_ view: View) {
        guard let at = view.bytes.lastIndex(of: UInt8(ascii: "@")) else { return }
        let userinfo = view.slice(0..<at)
        regions.append(userinfo.source, at: place, .credentials)
        guard !isRedacted(userinfo.bytes) else { return }
        for located in UserinfoFields.scan(userinfo) {
            let value = located.field.value
            if let rule = located.rule ?? rule(for: located.field.name, in: .path, value: value.bytes) {
                addCredential(value, kind: rule.kind, matchClass: rule.matchClass, at: place)
            }
        }
    }
}
