import Secrets

extension Rule {
    /// Tokens in what servers answer, outside of the token response they belong to.
    static let responses = [
        tokenInHTMLBody, tokenInScriptBody, jsonpToken, tokenInErrorBody, tokenEchoed, tokenInResponseHeader,
    ]

    private static let tokenInHTMLBody = Rule(
        id: "token-in-html-body",
        title: "Token in a page",
        level: .error,
        severity: 7.5,
        fix: "Leave the token out of the page and let the server make the calls that need it.",
        references: ["OWASP ASVS 10.1.1", "CWE-200", "CWE-522"],
        needs: [.responseBodies]
    ) { seen in
        guard seen.isInResponseBody, !seen.exchange.failed else { return nil }
        guard seen.bodySyntax == .html || (seen.bodySyntax == .script && seen.exchange.isPage) else { return nil }
        return inCode(seen, "is in the page\(seen.asName)")
    }

    private static let tokenInScriptBody = Rule(
        id: "token-in-script-body",
        title: "Token in a script",
        level: .error,
        severity: 7.5,
        fix: "Leave the token out of scripts: any site can include them.",
        references: ["OWASP ASVS 3.5.7", "CWE-200"],
        needs: [.responseBodies]
    ) { seen in
        guard seen.bodySyntax == .script, seen.isInResponseBody, !seen.exchange.failed, !seen.exchange.isPage else {
            return nil
        }
        return inCode(seen, "is in the script\(seen.asName)")
    }

    /// A name alone proves little in program text.
    private static func inCode(_ seen: Observation, _ statement: String) -> Verdict? {
        if seen.secret.isProven { return seen.kind.isCredential ? Verdict(statement) : nil }
        return seen.kind.isToken ? Verdict(statement, level: .warning, severity: 4.0) : nil
    }

    private static let jsonpToken = Rule(
        id: "jsonp-token",
        title: "Token handed out by JSONP",
        level: .error,
        severity: 7.8,
        fix: "Answer with JSON and allow the page's origin by CORS: any site can include a JSONP response.",
        references: ["OWASP ASVS 3.5.6", "OWASP ASVS 3.5.7", "CWE-352"],
        needs: [.responseBodies]
    ) { seen in
        guard seen.kind.isToken, seen.bodySyntax == .jsonp, seen.isInResponseBody, !seen.exchange.failed else {
            return nil
        }
        return Verdict("is handed to whoever includes the JSONP response\(seen.asName)")
    }

    private static let tokenInErrorBody = Rule(
        id: "token-in-error-body",
        title: "Token in an error answer",
        level: .error,
        severity: 7.0,
        fix: "Say what was wrong with the credential without repeating it; error texts end up in logs.",
        references: ["OWASP ASVS 16.5.1", "CWE-209"],
        needs: [.responseBodies]
    ) { seen in
        guard seen.isInResponseBody, let status = seen.exchange.status, status >= 400 else { return nil }
        let statement = "is in the error answer (\(status))\(seen.asName)"
        if seen.isPresented { return seen.kind.isCredential || seen.kind == .code ? Verdict(statement) : nil }
        guard seen.kind.isToken else { return nil }
        return seen.secret.isProven ? Verdict(statement) : Verdict(statement, level: .warning, severity: 4.0)
    }

    /// A token response may give back what was sent: a refresh token that is not rotated, a token that was upgraded.
    private static let tokenEchoed = Rule(
        id: "token-echoed-in-response",
        title: "Credential of the request repeated in the answer",
        level: .warning,
        severity: 4.5,
        fix: "Do not send credentials back; who sent them has them, and everyone else must not.",
        references: ["OWASP ASVS 14.2.3", "CWE-200"],
        needs: [.responseBodies]
    ) { seen in
        guard seen.isInResponseBody, seen.exchange.succeeded, !seen.exchange.isTokenResponse else { return nil }
        switch seen.bodySyntax {
        case .html, .script, .jsonp, nil: return nil
        case .form, .json, .xml, .multipart, .text: break
        }
        guard seen.isPresented, seen.kind.isCredential else { return nil }
        return Verdict("is repeated in the response\(seen.asName)")
    }

    private static let tokenInResponseHeader = Rule(
        id: "token-in-response-header",
        title: "Token in a response header field",
        level: .warning,
        severity: 5.0,
        fix: "Hand tokens out in the body of the token response; header fields are logged and exposed by CORS.",
        references: ["RFC 6749 §5.1", "CWE-200"],
        needs: [.responses]
    ) { seen in
        guard seen.kind.isToken, !seen.place.inRequest else { return nil }
        switch seen.place.container {
        case .header(let field): return Verdict("is in the response field '\(field)'")
        case .trailer: return Verdict("is in the response trailer\(seen.quotedName)")
        case .reason: return Verdict("is in the reason phrase of the response")
        default: return nil
        }
    }
}
