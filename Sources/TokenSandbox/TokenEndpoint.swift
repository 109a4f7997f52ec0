extension Provider {
    /// Seconds that a limited token lives, as the documents' example has it.
    static let anonymousLifetime = 3599
    /// Seconds that a full token lives.
    static let shopperLifetime = 3600

    /// `POST /oauth20/token` (RFC 6749 §3.2), and `GET` for scripts.
    mutating func token(_ call: Call) -> SandboxResponse {
        do throws(Failure) {
            return try withoutStoring(
                .document(grant(call), to: call, root: "token", scriptPrefix: .comment)
            )
        } catch {
            return withoutStoring(error.response(to: call))
        }
    }

    /// `GET /v1/shoppers/token`: the exchange of a session token for scripts that have an API key alone.
    mutating func shopperToken(_ call: Call) -> SandboxResponse {
        do throws(Failure) {
            guard call.query["apiKey"] == credentials.apiKey else { throw Failure.unknownClient }
            return try withoutStoring(.document(exchangeSessionToken(call), to: call, root: "token"))
        } catch {
            return withoutStoring(error.response(to: call))
        }
    }

    private mutating func grant(_ call: Call) throws(Failure) -> Document {
        guard let client = client(of: call) else { throw .unknownClient }
        let parameters = call.parameters
        switch parameters["grant_type"] {
        case "password":
            if let username = parameters["username"], username != "anonymous" {
                return try logIn(username, call)
            }
            if parameters.first(of: "dr_session_token", "sessionToken") != nil {
                return try exchangeSessionToken(call)
            }
            return TokenShape.flatText.document(try issue(call, isAuthenticated: false))
        case "client_credentials":
            guard client == .confidential else { throw .unknownClient }
            return try clientCredentials(call)
        case "authorization_code":
            return try redeemCode(call)
        case "refresh_token":
            return try refresh(call)
        case nil:
            throw .invalidRequest("The parameter grant_type is missing")
        default:
            throw Failure(
                status: 400,
                code: "unsupported_grant_type",
                description: "This grant type is not supported",
                shape: .flat
            )
        }
    }

    private mutating func exchangeSessionToken(_ call: Call) throws(Failure) -> Document {
        let issue = try issue(call, isAuthenticated: false, lifetime: Self.sessionLifetime)
        // The documents send it in the content and show a wrapped answer; clients that send it in the query read a
        // flat one.
        let isInQuery = call.query.first(of: "dr_session_token", "sessionToken", "session_token", "cookie") != nil
        return (isInQuery ? TokenShape.flat : .wrapped).document(issue)
    }

    /// RFC 6749 §4.3; clients send the password plain or in base64.
    private mutating func logIn(_ username: String, _ call: Call) throws(Failure) -> Document {
        let password = call.parameters["password"]
        let isRight = password == credentials.password || password == Base64.encode(credentials.password)
        guard username == credentials.username, isRight else {
            throw Failure(
                status: 400,
                code: "password-failure",
                description: "The user name or the password is wrong",
                shape: .nested
            )
        }
        return TokenShape.flat.document(try issue(call, isAuthenticated: true))
    }

    /// RFC 6749 §4.4; with a shopper's number in the shop's books the token is that shopper's.
    private mutating func clientCredentials(_ call: Call) throws(Failure) -> Document {
        guard let reference = call.parameters["dr_external_reference_id"] else {
            return TokenShape.flat.document(try issue(call, isAuthenticated: false))
        }
        guard reference == credentials.externalReference else {
            throw .invalidRequest("The external reference id is not known")
        }
        return TokenShape.flat.document(try issue(call, isAuthenticated: true))
    }

    /// RFC 6749 §4.1.3.
    private mutating func redeemCode(_ call: Call) throws(Failure) -> Document {
        guard let value = call.parameters["code"], let code = state.redeemCode(value, now: clock.now),
            let redirect = call.parameters["redirect_uri"], RedirectTarget(redirect)?.uri == code.redirectURI
        else {
            throw Failure(
                status: 400,
                code: "invalid_grant",
                description: "The code is not valid for this redirect URI",
                shape: .flat
            )
        }
        let issue = state.issueTokens(
            for: code.session,
            isAuthenticated: true,
            lifetime: Self.shopperLifetime,
            now: clock.now
        )
        return TokenShape.flat.document(issue)
    }

    /// RFC 6749 §6, with rotation (RFC 9700 §4.14.2).
    private mutating func refresh(_ call: Call) throws(Failure) -> Document {
        let value = call.parameters["refresh_token"] ?? ""
        if let issue = state.refresh(value, lifetime: Self.shopperLifetime, now: clock.now) {
            return TokenShape.flat.document(issue)
        }
        guard isLeaky else {
            throw Failure(
                status: 401,
                code: "invalid_grant",
                description: "The refresh token is not valid",
                shape: .nested
            )
        }
        // Some providers repeat what they refuse, and so put it into their clients' logs.
        throw Failure(
            status: 400,
            code: "invalid_grant",
            description: "Invalid refresh token: \(value)",
            shape: .flat
        )
    }

    /// New tokens for the shopper session that the call continues, or for a new one.
    private mutating func issue(
        _ call: Call,
        isAuthenticated: Bool,
        lifetime: Int? = nil
    ) throws(Failure) -> SandboxState.Issue {
        let session = try continuedSession(of: call) ?? state.newSession()
        return state.issueTokens(
            for: session,
            isAuthenticated: isAuthenticated,
            lifetime: lifetime ?? (isAuthenticated ? Self.shopperLifetime : Self.anonymousLifetime),
            now: clock.now
        )
    }

    /// A session token or a limited token carries a shopper session, and with it the cart, into new tokens.
    private func continuedSession(of call: Call) throws(Failure) -> SandboxState.ShopperSession? {
        let sticky = call.query["cookie"].flatMap { cookie in
            cookie.hasPrefix("JSESSIONID=") ? String(cookie.dropFirst("JSESSIONID=".count)) : nil
        }
        if let token = call.parameters.first(of: "dr_session_token", "sessionToken", "session_token") ?? sticky {
            guard let session = state.session(ofSessionToken: token) else {
                throw .invalidRequest("The session token is not valid")
            }
            return session
        }
        if let token = call.parameters["dr_limited_token"] {
            return try limitedSession(token)
        }
        return call.cookieToken.flatMap { state.liveToken($0, now: clock.now) }?.session
    }

    /// The shopper session of a limited token.
    func limitedSession(_ token: String) throws(Failure) -> SandboxState.ShopperSession {
        guard let session = state.liveToken(token, now: clock.now)?.session else {
            throw Failure(
                status: 400,
                code: "dr_limited_token_invalid",
                description: "The limited token is not valid",
                shape: .nested
            )
        }
        return session
    }
}
