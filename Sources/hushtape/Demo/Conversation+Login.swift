import TokenSandbox

extension Conversation {
    /// Anonymous and authenticated tokens: password, external reference id, implicit grant, code grant.
    static let login = Conversation(
        name: "login",
        title: "anonymous token, shopper's login, implicit and code grant",
        errors: ["token-in-cookie", "token-in-url-query"]
    ) { visitor in
        let json = (name: "Accept", value: "application/json")
        let name = visitor.shop.username
        let password = visitor.shop.password

        // Before the shopper signs in.
        let anonymous = try await visitor.send(
            "POST",
            "\(token)?grant_type=password",
            [("Authorization", "bearer \(visitor.basicPair)")]
        ).value("access_token")
        try await visitor.send(
            "POST",
            token,
            form: [
                ("client_id", visitor.shop.apiKey), ("grant_type", "password"), ("username", "anonymous"),
                ("password", "anonymous"), ("ts", visitor.timestamp()),
            ]
        )

        // The shopper signs in; the cookie has no name, as the documents have it.
        let wrong = String(password.reversed())
        let login = [("grant_type", "password"), ("username", name)]
        let bare = (name: "Cookie", value: anonymous)
        let full = try await visitor.send(
            "POST",
            token,
            [json, visitor.basic, bare],
            form: login + [("password", password)]
        ).value("access_token")
        try await visitor.send(
            "POST",
            token,
            [json, visitor.basic, bare],
            form: login + [("password", wrong)],
            status: 400
        )
        try await visitor.send(
            "POST",
            token,
            [json, visitor.basic, ("Cookie", "token=\(anonymous)")],
            form: login + [("password", Visitor.base64(password)), ("dr_limited_token", anonymous)]
        )
        try await visitor.send("GET", "\(api)/v1/shoppers/me", [json, ("Authorization", "bearer \(full)")])

        // The shop knows the shopper, and asks what the token is good for.
        try await visitor.send(
            "POST",
            token,
            [json, visitor.basic, bare],
            form: [
                ("grant_type", "client_credentials"),
                ("dr_external_reference_id", visitor.shop.externalReference),
            ]
        )
        try await visitor.send("GET", "\(api)/oauth20/access-tokens?token=\(full)&format=json")

        // The provider asks the shopper: first for a token in the fragment, then for a code.
        let callback = "\(shop)/app/callback"
        let target = "client_id=\(visitor.shop.apiKey)&redirect_uri=\(Visitor.encode(callback))"
        let authorize = "\(api)/oauth20/authorize?\(target)"
        let form = try await visitor.send(
            "GET",
            "\(authorize)&response_type=token&dr_limited_token=\(anonymous)",
            status: 302
        ).location()
        try await visitor.send("GET", form)
        let number = try Visitor.parameter("requestId", of: form)
        let entry = [("requestId", number), ("username", name)]
        let page = "\(api)/store/sandbox/Login"
        try await visitor.send("POST", page, form: entry + [("password", wrong)], status: 401)
        let back = try await visitor.send("POST", page, form: entry + [("password", password)], status: 302)
        try await visitor.send("GET", try back.location())

        let state = "af0ifjsldkj" + visitor.timestamp()
        let codeForm = try await visitor.send("GET", "\(authorize)&response_type=code&state=\(state)", status: 302)
            .location()
        let codeEntry = [("requestId", try Visitor.parameter("requestId", of: codeForm)), ("username", name)]
        let redirect = try await visitor.send("POST", page, form: codeEntry + [("password", password)], status: 302)
            .location()
        try await visitor.send("GET", redirect)
        let exchange = [
            ("client_id", visitor.shop.apiKey), ("grant_type", "authorization_code"),
            ("code", try Visitor.parameter("code", of: redirect)), ("redirect_uri", callback),
        ]
        try await visitor.send("POST", token, form: exchange)
        try await visitor.send("POST", token, form: exchange, status: 400)

        let declined = try await visitor.send("GET", "\(authorize)&response_type=token", status: 302).location()
        let refusal = [("requestId", try Visitor.parameter("requestId", of: declined)), ("cancel", "yes")]
        try await visitor.send("POST", page, form: refusal, status: 302)
    }
}
