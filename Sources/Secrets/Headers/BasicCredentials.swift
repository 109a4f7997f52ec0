import Capture

extension TextSearch {
    /// Adds base64 of `user:password` (RFC 7617 §2), under whatever scheme it stands; `false` when it is none.
    ///
    /// The password is the secret, or what is in its place: a key as user with no password, a password without a user or
    /// even without the colon.
    mutating func addBasic(
        _ view: View,
        isNamedBasic: Bool = false,
        passwordKind: Kind? = nil,
        at place: Place
    ) -> Bool {
        guard let pair = BasicPair(view.bytes, isNamedBasic: isNamedBasic) else { return false }
        var inner = nested(pair.text, at: place, leafKind: nil)
        let user = inner.root.slice(pair.user)
        let password = inner.root.slice(pair.password)
        let passwordKind = passwordKind ?? (facts.endpoint.contains(.token) ? .clientSecret : .password)
        let isKey = pair.hasNoPassword || ValueTest.keyLike.accepts(user.bytes, in: .header, inRequest: true)
        if !isKey, let known = inner.ledger.id(of: user.bytes) {
            inner.addKnown(known, at: user.source)
        } else if isKey || !user.bytes.isText {
            inner.add(user, kind: isKey ? .apiKey : .username, matchClass: .held)
        }
        if !pair.hasNoPassword { inner.add(password, kind: passwordKind, matchClass: .held) }
        inner.finish()
        ledger = inner.takeLedger()
        for form in BasicPair.otherForms(of: password.bytes) {
            ledger.learn(form, kind: passwordKind, matchClass: facts.inRequest ? .held : .issued)
        }
        let inside = pair.encoding.map { Ledger.Inside(encoding: [$0], pieces: inner.pieces) }
        add(view, kind: .basicCredentials, matchClass: .held, inside: inside)
        return true
    }
}

/// What is in the credentials of the Basic scheme.
struct BasicPair {
    /// The pair without base64.
    var text: [UInt8]
    /// The base64 that gives the credentials back; `nil` when none does.
    var encoding: Encoding?
    /// What stands before the first colon.
    var user: Range<Int>
    /// What stands behind it, or all of it without a colon.
    var password: Range<Int>

    /// What clients write for a password when the user is a token.
    private static let noPasswords = ["", "x", "X", "x-oauth-basic"].map { Array($0.utf8) }

    /// Whether the user is the credential.
    var hasNoPassword: Bool {
        !user.isEmpty && Self.noPasswords.contains(Array(text[password]))
    }

    /// The password that a template of such credentials has in clear; `nil` where it has none, or has a placeholder for it.
    static func password(in template: Template) -> [UInt8]? {
        let text = template.text
        let password = text.firstIndex(of: UInt8(ascii: ":")).map { Array(text[($0 + 1)...]) } ?? text
        return noPasswords.contains(password) || Placeholder.isIn(password) ? nil : password
    }

    /// Under another scheme only a pair in plain text with a user counts, since a token may be base64 of anything.
    init?(_ value: [UInt8], isNamedBasic: Bool) {
        guard value.count >= 4, let text = Base64.decode(value), !text.isEmpty,
            !text.contains(where: { $0 < 0x20 || $0 == 0x7F })
        else { return nil }
        self.text = text
        encoding = Encoding.base64Family.first { $0.encode(text) == value }
        let colon = text.firstIndex(of: UInt8(ascii: ":"))
        user = 0..<(colon ?? 0)
        password = (colon.map { $0 + 1 } ?? 0)..<text.count
        guard isNamedBasic || colon ?? 0 > 0 && text.isText && encoding != nil else { return nil }
    }

    /// The forms in which a half may stand elsewhere: OAuth clients percent-encode it first (RFC 6749 §2.3.1), and others
    /// write it in ISO 8859-1.
    static func otherForms(of half: [UInt8]) -> [[UInt8]] {
        var forms: [[UInt8]] = []
        if half.contains(UInt8(ascii: "%")) || half.contains(UInt8(ascii: "+")) {
            let decoded = PercentCoding.decode(half, plusIsSpace: true)
            if decoded != half { forms.append(decoded) }
        }
        if !half.isEmpty, !half.isText { forms.append(half.flatMap { Array(String(Unicode.Scalar($0)).utf8) }) }
        return forms
    }
}
