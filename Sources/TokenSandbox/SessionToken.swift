extension Provider {
    /// Seconds that a session-aware token lives, as the documents' example has it.
    static let sessionLifetime = 86_397

    /// `GET /store/{site}/SessionToken`: a session token, or with an API key a limited access token at once.
    mutating func sessionToken(_ call: Call) -> SandboxResponse {
        guard let given = call.query["apiKey"] else {
            let token = state.issueSessionToken(for: state.newSession())
            return sessionAnswer(["session_token": .text(token)], token: token, to: call)
        }
        // The documents' sample has a bracket too many: `apiKey=[apiKey]]`.
        guard given.prefix(while: { $0 != "]" }) == credentials.apiKey else {
            return Failure(
                status: 401,
                code: "invalid_client",
                description: "Request Contains Invalid API Key",
                shape: .nested
            ).response(to: call)
        }
        let session = state.newSession()
        let token = state.issueSessionToken(for: session)
        let issue = state.issueTokens(
            for: session,
            isAuthenticated: false,
            lifetime: Self.sessionLifetime,
            now: clock.now
        )
        let shape: TokenShape = call.callback == nil ? .wrapped : .flat
        return sessionAnswer(shape.document(issue), token: token, to: call)
    }

    private func sessionAnswer(_ document: Document, token: String, to call: Call) -> SandboxResponse {
        withoutStoring(.document(document, to: call, root: "token"))
            .adding("Set-Cookie", sessionCookie(token))
    }

    /// The servlet session's cookie, whose value is the session token.
    func sessionCookie(_ token: String) -> String {
        "JSESSIONID=\(token); Path=/; Secure; HttpOnly"
    }
}

/// How a token answer looks; the documents have three ways.
enum TokenShape {
    /// `{"token":{...}}`, with `expires_in` as text: the exchange of a session token.
    case wrapped
    /// At the top, with `expires_in` as a number (RFC 6749 §5.1).
    case flat
    /// At the top, with `expires_in` as text: the anonymous token.
    case flatText

    func document(_ issue: SandboxState.Issue) -> Document {
        let lifetime: Document = self == .flat ? .number(issue.expiresIn) : .text(String(issue.expiresIn))
        let token: Document = [
            "access_token": .text(issue.accessToken),
            "token_type": "bearer",
            "expires_in": lifetime,
            "refresh_token": .text(issue.refreshToken),
        ]
        return self == .wrapped ? ["token": token] : token
    }
}
