extension Provider {
    /// `GET /oauth20/access-tokens`: what a token is and how long it lives; `DELETE` ends it.
    mutating func accessTokens(_ call: Call) -> SandboxResponse {
        guard let token = liveToken(of: call) else {
            return Failure(status: 401, code: "invalid_token", description: "Invalid Token", shape: .nested)
                .response(to: call)
        }
        if call.verb == "DELETE" { state.revoke(token) }
        return withoutStoring(
            .document(description(of: token), to: call, root: "accessToken", scriptPrefix: .semicolon)
        )
    }

    private func description(of token: SandboxState.AccessToken) -> Document {
        [
            "sessionId": .number(63_293_199_000 + token.session.number),
            "userId": 495_174_262_412,
            "externalReferenceId": token.isAuthenticated ? .text(credentials.externalReference) : nil,
            // Text, not a flag: clients have been caught by that.
            "authenticated": token.isAuthenticated ? "true" : "false",
            "locale": "en_US",
            "currency": "USD",
            "cartId": nil,
            "clientIpAddress": "127.0.0.1",
            "domain": "api.example.com",
            "expiresIn": .number(token.expiresAt - clock.now),
            "createdOn": .text(SandboxDate(secondsSinceEpoch: token.createdAt).rfc3339),
            "lastAccessed": .text(SandboxDate(secondsSinceEpoch: clock.now).rfc3339),
            "themeId": 38_742_700,
            "sessionTag": .text(token.session.tag),
        ]
    }
}
