import Capture

/// The paths that hold a secret as a segment: the one place to read them and to add to them.
enum SecretPath {
    /// Consecutive segments of a path: `{}` is the secret, `*` any segment, `#` a number, and all else these words,
    /// without regard to case, `-` and `_`. The secret counts when it looks like one.
    private static let templates: [(template: String, FieldRule)] =
        [
            "services/*/*/{}", "workflows/*/*/*/{}", "triggers/*/*/{}",  // Slack
            "webhooks/#/{}", "interactions/#/{}",  // Discord
            "incomingwebhook/{}/{}", "incomingwebhook/{}/*/{}",  // Microsoft Teams
            "hooks/catch/#/{}",  // Zapier
            "rest/#/{}",  // Bitrix24
            "ical/*/{}",  // Google Calendar
        ].map { ($0, FieldRule(kind: .apiKey, matchClass: .held)) }
        + [
            "multipass/{}", "magiclink/{}", "magiclogin/{}", "magic/{}", "loginlink/{}", "login/token/{}",
            "reset/{}", "reset/*/{}", "resetpassword/{}", "resetpassword/*/{}", "passwordreset/{}",
            "passwordreset/*/{}",
            "passwordresets/{}", "password/edit/{}", "password/change/{}", "recover/{}", "recovery/{}",
            "forgotpassword/{}", "setpassword/{}", "changepassword/{}", "newpassword/{}",
            "unsubscribe/{}", "verifyemail/{}", "emailverification/{}", "confirmemail/{}", "emailconfirmation/{}",
        ].map { ($0, FieldRule(kind: .flowToken, matchClass: .issued)) }

    /// As above, where identifiers in the form of a UUID stand too, and are none.
    private static let templatesButUUID: [String] = [
        "confirm/{}", "confirmation/{}", "confirmations/{}", "verify/{}", "verification/{}", "activate/{}",
        "activate/*/{}", "activation/{}", "invite/{}", "invites/{}", "invitation/{}", "invitations/{}",
        "acceptinvite/{}", "login/{}", "sso/{}", "token/{}", "auth/callback/{}",
    ]

    private struct Template {
        var parts: [Substring]
        var rule: FieldRule
        var excludesUUID: Bool
    }

    /// The templates by their first word.
    private static let byFirst: [String: [Template]] = {
        let all =
            templates.map { Template(parts: $0.template.split(separator: "/"), rule: $0.1, excludesUUID: false) }
            + templatesButUUID.map { template in
                Template(
                    parts: template.split(separator: "/"),
                    rule: FieldRule(kind: .flowToken, matchClass: .issued),
                    excludesUUID: true
                )
            }
        return Dictionary(grouping: all) { String($0.parts[0]) }
    }()

    /// Where secrets stand among the segments of a path.
    static func secrets(
        in bytes: [UInt8],
        segments: [Range<Int>],
        host: String
    )
        -> [(range: Range<Int>, rule: FieldRule)]
    {
        var secrets: [(Range<Int>, FieldRule)] = []
        for (index, segment) in segments.enumerated() {
            if let token = botToken(bytes, segment) {
                secrets.append((token, FieldRule(kind: .accessToken, matchClass: .issued)))
            }
            guard segment.count <= 24, index + 1 < segments.count else { continue }
            for template in byFirst[word(bytes[segment])] ?? [] {
                let found = match(template, bytes, segments[index...], host: host)
                secrets += found.map { ($0, template.rule) }
            }
        }
        return secrets
    }

    /// The ranges of the secrets, if the segments begin as the template says.
    private static func match(
        _ template: Template,
        _ bytes: [UInt8],
        _ segments: ArraySlice<Range<Int>>,
        host: String
    ) -> [Range<Int>] {
        guard segments.count >= template.parts.count else { return [] }
        var secrets: [Range<Int>] = []
        for (part, segment) in zip(template.parts, segments) {
            // Matrix parameters are no part of it.
            let text = bytes[segment].prefix { $0 != UInt8(ascii: ";") }
            switch part {
            case "*": continue
            case "#": guard text.allSatisfy(\.isASCIIDigit) else { return [] }
            case "{}":
                let value = PercentCoding.decode(text)
                guard OpaqueText.isLikely(value), !ValueTest.isPublicAddress(value),
                    !(template.excludesUUID && OpaqueText.isUUID(value))
                else { return [] }
                secrets.append(text.indices)
            default: guard word(text) == part else { return [] }
            }
        }
        return secrets
    }

    /// The token in `/bot<id>:<token>/` of Telegram.
    private static func botToken(_ bytes: [UInt8], _ segment: Range<Int>) -> Range<Int>? {
        guard bytes[segment].starts(with: "bot".utf8) else { return nil }
        let token = (segment.lowerBound + 3)..<segment.upperBound
        let id = bytes[token].prefix { $0.isASCIIDigit }
        let secret = PercentCoding.decode(bytes[id.endIndex..<token.upperBound])
        guard id.count >= 6, secret.first == UInt8(ascii: ":"), secret.count >= 20 else { return nil }
        return token
    }

    private static func word(_ bytes: ArraySlice<UInt8>) -> String {
        let letters = bytes.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }
        return String(decoding: letters, as: UTF8.self).lowercased()
    }
}

/// Texts that look made by a machine rather than written: what a path or a user name is asked, where its place alone
/// does not tell.
enum OpaqueText {
    /// Whether a text is one word of at least 16 characters, with a run of letters and digits that is no word.
    static func isLikely(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 16, bytes.allSatisfy(isPossible), !hasFileExtension(bytes) else { return false }
        if bytes.contains(where: { "/+=".utf8.contains($0) }), ValueTest.isRandom(bytes) { return true }
        return bytes.split { !$0.isASCIILetter && !$0.isASCIIDigit }.contains { run in
            guard run.count >= 8 else { return false }
            let digits = run.count { $0.isASCIIDigit }
            let capitals = run.dropFirst().count { $0 >= 0x41 && $0 <= 0x5A }
            return digits > 0 && digits < run.count || capitals > run.count / 4 && capitals < run.count - 1
        }
    }

    /// Whether a text is in the form of a UUID (RFC 9562 §4).
    static func isUUID(_ bytes: [UInt8]) -> Bool {
        bytes.count == 36
            && bytes.enumerated().allSatisfy { index, byte in
                [8, 13, 18, 23].contains(index) ? byte == UInt8(ascii: "-") : Hex.value(of: byte) != nil
            }
    }

    private static func isPossible(_ byte: UInt8) -> Bool {
        byte.isTokenCharacter || ".~+=:!@|/".utf8.contains(byte)
    }

    /// `.html` and the like.
    private static func hasFileExtension(_ bytes: [UInt8]) -> Bool {
        let ending = bytes.suffix(6)
        guard let dot = ending.lastIndex(of: UInt8(ascii: ".")) else { return false }
        return (3...5).contains(ending.endIndex - dot)
            && ending[(dot + 1)...].allSatisfy { $0 | 0x20 == $0 && $0.isASCIILetter }
    }
}
