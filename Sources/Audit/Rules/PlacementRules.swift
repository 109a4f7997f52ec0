import Secrets

extension Rule {
    /// Tokens where a browser's user, a third party or the reader of a log can read them.
    static let placement = [
        tokenInCookie, tokenInURLQuery, tokenInURLPath, tokenInURLFragment, tokenInRedirectLocation, tokenInReferer,
        tokenInRequestHeader,
    ]

    /// An ordinary session cookie is where a session identifier belongs; one that is handed out elsewhere, too, or is
    /// named for a token, is a token.
    private static let tokenInCookie = Rule(
        id: "token-in-cookie",
        title: "Token readable in a cookie",
        level: .error,
        severity: 8.1,
        fix: "Keep the token on the server and give the browser an opaque session identifier instead.",
        references: ["RFC 6750 §5.3", "OWASP ASVS 14.3.3", "CWE-315", "CWE-522"],
        needs: [.credentialFields]
    ) { seen in
        let isSet = seen.place.container == .setCookie
        guard isSet || seen.place.container == .cookie else { return nil }
        let statement = "is readable in \(isSet ? "Set-Cookie" : "cookie")\(seen.quotedName)"
        if seen.kind == .apiKey { return Verdict(statement, level: .warning, severity: 5.5) }
        guard seen.kind.isCredential, seen.kind != .sessionToken || isExposedSession(seen) else { return nil }
        return Verdict(statement)
    }

    private static func isExposedSession(_ seen: Observation) -> Bool {
        let name = seen.place.name.lowercased()
        return seen.secret.isSeenOutsideCookies || ["token", "auth", "jwt", "bearer"].contains { name.contains($0) }
    }

    /// A `session_id` that was never seen to be a credential is often that of an analytics service.
    private static let tokenInURLQuery = Rule(
        id: "token-in-url-query",
        title: "Token in the query of a URL",
        level: .error,
        severity: 7.5,
        fix: "Send the token in the Authorization field; URLs are logged, kept in histories and passed on as Referer.",
        references: ["RFC 9700 §4.3.2", "RFC 6750 §2.3", "OWASP ASVS 14.2.1", "CWE-598"],
        needs: []
    ) { seen in
        guard seen.kind.isToken, seen.place.container == .url, seen.place.component == .query else { return nil }
        let statement = "is in the URL query\(seen.asName)"
        let isDoubtful =
            seen.kind == .sessionToken && !seen.secret.isProven && !seen.place.name.lowercased().contains("token")
        return isDoubtful ? Verdict(statement, level: .warning, severity: 4.0) : Verdict(statement)
    }

    private static let tokenInURLPath = Rule(
        id: "token-in-url-path",
        title: "Token in the path of a URL",
        level: .error,
        severity: 7.5,
        fix: "Send the token in the Authorization field, and keep session identifiers out of paths.",
        references: ["RFC 9110 §17.9", "OWASP ASVS 14.2.1", "CWE-598"],
        needs: []
    ) { seen in
        guard seen.kind.isToken, seen.place.container == .url, seen.place.component == .path else { return nil }
        return Verdict("is in the URL path\(seen.asName)")
    }

    private static let tokenInURLFragment = Rule(
        id: "token-in-url-fragment",
        title: "Token in the fragment of a URL",
        level: .warning,
        severity: 5.3,
        fix: "Use the authorization code grant with PKCE; fragments stay in histories and are open to every script.",
        references: ["RFC 9700 §2.1.2", "RFC 9700 §4.3.2", "CWE-598"],
        needs: []
    ) { seen in
        guard seen.kind.isToken, seen.place.component == .fragment, seen.place.container == .url else { return nil }
        return Verdict("is in the URL fragment\(seen.asName)")
    }

    /// `code` and `state` belong into the one redirect back to the client; tokens do not.
    private static let tokenInRedirectLocation = Rule(
        id: "token-in-redirect-location",
        title: "Token in the target of a redirect",
        level: .error,
        severity: 7.8,
        fix: "Return an authorization code (RFC 6749 §4.1) and let the client exchange it at the token endpoint.",
        references: ["RFC 9700 §2.1.2", "RFC 9700 §4.2", "CWE-598", "CWE-200"],
        needs: [.responses]
    ) { seen in
        guard seen.kind.isToken, seen.place.container == .location, seen.place.component != .userinfo else {
            return nil
        }
        let part = seen.place.component.map { "the \($0.rawValue) of " } ?? ""
        let statement = "is in \(part)the redirect to \(seen.linkedHost)\(seen.asName)"
        if seen.place.component == .fragment { return Verdict(statement, level: .warning, severity: 5.3) }
        let leavesSite = Site(host: seen.linkedHost) != Site(host: seen.exchange.reference.host)
        return Verdict(statement, severity: leavesSite ? 8.8 : nil)
    }

    private static let tokenInReferer = Rule(
        id: "token-in-referer",
        title: "Token passed on in Referer",
        level: .error,
        severity: 8.2,
        fix: "Take the token out of the page's URL, and answer with Referrer-Policy: no-referrer until that is done.",
        references: ["RFC 9700 §4.2.4", "RFC 9110 §10.1.3", "OWASP ASVS 3.4.5", "CWE-200"],
        needs: []
    ) { seen in
        guard seen.kind.isToken, seen.place.container == .referer, seen.place.component != .userinfo else { return nil }
        let receiver = seen.exchange.reference.host
        if Site(host: seen.linkedHost) == Site(host: receiver) {
            return Verdict("is in the Referer\(seen.asName) within the same site", level: .warning, severity: 5.0)
        }
        return Verdict("is passed on to \(receiver) in the Referer\(seen.asName)")
    }

    /// Fields that APIs are known to take a credential in are left alone.
    private static let tokenInRequestHeader = Rule(
        id: "token-in-request-header-unexpected",
        title: "Token in a header field that is not meant for one",
        level: .warning,
        severity: 4.5,
        fix: "Send the token in the Authorization field; other fields are logged and passed on without care.",
        references: ["RFC 6750 §2.1", "OWASP ASVS 14.2.1", "CWE-200"],
        needs: []
    ) { seen in
        guard seen.kind.isToken, seen.place.inRequest else { return nil }
        switch seen.place.container {
        case .header(let field) where !credentialFields.contains(field):
            let isSocket = field == "sec-websocket-protocol"
            return Verdict("is in the request field '\(field)'", level: isSocket ? .note : nil)
        case .trailer:
            return Verdict("is in the request trailer\(seen.quotedName)")
        default:
            return nil
        }
    }

    private static let credentialFields: Set<String> = [
        "cf-access-jwt-assertion", "dpop", "job-token", "private-token", "x-access-token", "x-amz-security-token",
        "x-amzn-oidc-accesstoken", "x-amzn-oidc-data", "x-api-key", "x-auth-request-access-token", "x-auth-token",
        "x-forwarded-access-token", "x-goog-iap-jwt-assertion", "x-id-token", "x-ms-token-aad-access-token",
        "x-ms-token-aad-id-token", "x-ms-token-aad-refresh-token", "x-refresh-token", "x-session-token",
        "x-shopify-access-token", "x-shopify-storefront-access-token", "x-vault-token",
    ]
}
