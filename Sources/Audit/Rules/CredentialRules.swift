import Secrets

extension Rule {
    /// Credentials in URLs, and on the wire in clear.
    static let credentials = [passwordInURL, clientSecretInURL, apiKeyInURL, userinfoInURL, tokenOverCleartext]

    private static let passwordInURL = Rule(
        id: "password-in-url",
        title: "Password in a URL",
        level: .error,
        severity: 8.1,
        fix: "Send the password in the body of a POST request over TLS.",
        references: ["OWASP ASVS 14.2.1", "CWE-598"],
        needs: []
    ) { seen in
        guard seen.kind == .password || seen.kind == .otp, let part = urlPart(seen) else { return nil }
        return Verdict("is in \(part)\(seen.asName)")
    }

    private static let clientSecretInURL = Rule(
        id: "client-secret-in-url",
        title: "Client secret in a URL",
        level: .error,
        severity: 8.6,
        fix: "Send the client's credentials by HTTP Basic, or in the body of the token request.",
        references: ["RFC 6749 §2.3.1", "CWE-598", "CWE-522"],
        needs: []
    ) { seen in
        guard seen.kind == .clientSecret || seen.kind == .privateKey, let part = urlPart(seen) else { return nil }
        return Verdict("is in \(part)\(seen.asName)")
    }

    /// `client_id` names the client in front-channel requests (RFC 6749 §4.1.1) and is public there. A key that obtains
    /// a browser's token without any secret is a public one, too.
    private static let apiKeyInURL = Rule(
        id: "api-key-in-url",
        title: "API key in a URL",
        level: .warning,
        severity: 5.0,
        fix: "Send the key in a header field, or use one that is meant to be public and restricted by origin.",
        references: ["OWASP ASVS 14.2.1", "CWE-598"],
        needs: []
    ) { seen in
        guard seen.kind == .apiKey, let part = urlPart(seen) else { return nil }
        guard seen.place.name.lowercased().filter({ $0.isLetter }) != "clientid" else { return nil }
        let statement = "is in \(part)\(seen.asName)"
        if seen.secret.isConfidential { return Verdict(statement, level: .error, severity: 7.5) }
        let isPublic = seen.exchange.isJSONP || seen.exchange.isTokenResponse
        return isPublic ? Verdict(statement + ", as a public key", level: .note, severity: 2.0) : Verdict(statement)
    }

    private static let userinfoInURL = Rule(
        id: "userinfo-in-url",
        title: "Credentials before the host of a URL",
        level: .error,
        severity: 7.5,
        fix: "Send credentials in the Authorization field and leave userinfo out of URLs.",
        references: ["RFC 9110 §4.2.4", "RFC 3986 §3.2.1", "CWE-598"],
        needs: []
    ) { seen in
        guard seen.place.component == .userinfo, seen.kind.isCredential || seen.kind == .apiKey else { return nil }
        return Verdict("stands before the host of a URL")
    }

    /// Over loopback nobody listens but the machine itself (RFC 8252 §8.3): a note.
    private static let tokenOverCleartext = Rule(
        id: "token-over-cleartext-http",
        title: "Credential over plain HTTP",
        level: .error,
        severity: 9.1,
        fix: "Use https, and have the server refuse credentials that come in clear.",
        references: ["RFC 6749 §1.6", "RFC 6750 §5.3", "CWE-319"],
        needs: []
    ) { seen in
        guard seen.exchange.isCleartext, seen.kind.isCredential || seen.kind == .code else { return nil }
        guard !seen.isInCode || seen.secret.isProven else { return nil }
        let host = seen.exchange.reference.host
        let statement = "crosses the wire in clear, \(seen.place.inRequest ? "sent to" : "sent by") \(host)"
        return Site.isLoopback(host) ? Verdict(statement, level: .note, severity: 1.0) : Verdict(statement)
    }

    /// The URL that a place is in, unless it is the userinfo, which has a rule of its own.
    private static func urlPart(_ seen: Observation) -> String? {
        guard seen.place.component != .userinfo else { return nil }
        let part = seen.place.component?.rawValue ?? "text"
        switch seen.place.container {
        case .url: return "the \(part) of the URL"
        case .location: return "the \(part) of the redirect"
        case .referer: return "the \(part) of the Referer"
        default: return nil
        }
    }
}
