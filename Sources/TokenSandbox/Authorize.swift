/// Where an authorization ends: the client's own address (RFC 6749 §3.1.2).
struct RedirectTarget: Hashable, Sendable {
    let uri: String

    /// Accepts an absolute HTTP address; the documents encode it twice, so one more decoding is tried.
    init?(_ parameter: String) {
        let once = parameter.lowercased()
        let isEncodedTwice = once.hasPrefix("http%3a") || once.hasPrefix("https%3a")
        let uri = isEncodedTwice ? PercentCoding.decode(parameter) : parameter
        guard uri.hasPrefix("http://") || uri.hasPrefix("https://"),
            uri.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !uri.contains("#")
        else { return nil }
        self.uri = uri
    }

    /// The address with an answer added to its query or its fragment; empty values are left out.
    func location(_ answer: [(name: String, value: String?)], inQuery: Bool) -> String {
        let pairs = answer.compactMap { item in
            item.value.map { item.name + "=" + PercentCoding.encode($0) }
        }
        let separator = inQuery ? (uri.contains("?") ? "&" : "?") : "#"
        return uri + separator + pairs.joined(separator: "&")
    }
}

extension Provider {
    /// `GET /oauth20/authorize` (RFC 6749 §4.1.1, §4.2.1): sends the shopper to the login page.
    mutating func authorize(_ call: Call) -> SandboxResponse {
        do throws(Failure) {
            guard call.query["client_id"] == credentials.apiKey else { throw Failure.unknownClient }
            guard let target = call.query["redirect_uri"].flatMap(RedirectTarget.init) else {
                throw Failure.invalidRequest("The parameter redirect_uri is missing or no HTTP address")
            }
            let responseType = call.query["response_type"] ?? ""
            guard ["token", "code"].contains(responseType) else {
                return errorRedirect(
                    "unsupported_response_type",
                    "The response type is token or code",
                    to: target,
                    inQuery: true,
                    state: call.query["state"]
                )
            }
            let session: SandboxState.ShopperSession
            if let token = call.query["dr_limited_token"] {
                session = try limitedSession(token)
            } else {
                session = state.newSession()
            }
            let login = SandboxState.PendingLogin(
                session: session,
                redirectURI: target.uri,
                wantsCode: responseType == "code",
                usesQuery: responseType == "code" || call.query["response_mode"] == "query",
                state: call.query["state"]
            )
            return withoutStoring(.redirect(to: loginPage(for: login, call)))
        } catch {
            return error.response(to: call)
        }
    }

    private mutating func loginPage(for login: SandboxState.PendingLogin, _ call: Call) -> String {
        let number = state.hold(login)
        let page = call.origin + "/store/\(credentials.site)/Login"
        // A servlet container without cookies writes the session into the path.
        let session = isLeaky ? ";jsessionid=" + state.issueSessionToken(for: login.session) : ""
        return page + session + "?requestId=\(number)"
    }

    /// `GET` and `POST /store/{site}/Login`: the login page of the provider.
    mutating func logIn(_ call: Call) -> SandboxResponse {
        let number = call.parameters["requestId"].flatMap { Int($0) }
        guard let number, let login = state.pendingLogin(number), let target = RedirectTarget(login.redirectURI) else {
            return .page("<p>There is nothing to log in to.</p>", title: "Log in", status: 404)
        }
        guard call.verb == "POST" else { return loginForm(number, note: nil) }
        if call.content["cancel"] != nil {
            state.endLogin(number)
            return errorRedirect(
                "access_denied",
                "The shopper did not log in",
                to: target,
                inQuery: login.usesQuery,
                state: login.state
            )
        }
        guard call.content["username"] == credentials.username, call.content["password"] == credentials.password
        else { return loginForm(number, note: "The user name or the password is wrong.") }
        state.endLogin(number)
        return withoutStoring(.redirect(to: target.location(outcome(of: login), inQuery: login.usesQuery)))
    }

    private mutating func outcome(of login: SandboxState.PendingLogin) -> [(name: String, value: String?)] {
        if login.wantsCode {
            return [("code", state.issueCode(for: login, now: clock.now)), ("state", login.state)]
        }
        let issue = state.issueTokens(
            for: login.session,
            isAuthenticated: true,
            lifetime: Self.anonymousLifetime,
            now: clock.now
        )
        return [
            ("access_token", issue.accessToken), ("token_type", "bearer"),
            ("expires_in", String(issue.expiresIn)), ("state", login.state),
        ]
    }

    private func loginForm(_ number: Int, note: String?) -> SandboxResponse {
        let form = """
            <form method="post" action="/store/\(credentials.site)/Login">
            <p>\(note ?? "Please log in.")</p>
            <input type="hidden" name="requestId" value="\(number)">
            <label>E-mail <input type="email" name="username" autocomplete="username"></label>
            <label>Password <input type="password" name="password" autocomplete="current-password"></label>
            <button>Log in</button>
            <button name="cancel" value="yes">Cancel</button>
            </form>
            """
        return .page(form, title: "Log in", status: note == nil ? 200 : 401).adding("Cache-Control", "no-store")
    }

    /// RFC 6749 §4.1.2.1, §4.2.2.1.
    private func errorRedirect(
        _ error: String,
        _ description: String,
        to target: RedirectTarget,
        inQuery: Bool,
        state: String?
    ) -> SandboxResponse {
        .redirect(
            to: target.location(
                [("error", error), ("error_description", description), ("state", state)],
                inQuery: inQuery
            )
        )
    }
}
