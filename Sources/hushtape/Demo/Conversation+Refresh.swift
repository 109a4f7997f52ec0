import TokenSandbox

extension Conversation {
    /// The life of a token: used, expired, refreshed, ended; errors and XML on the way.
    static let refresh = Conversation(
        name: "refresh",
        title: "expiry, 401 and retry, refresh with rotation, errors, XML",
        errors: ["token-in-url-query"]
    ) { visitor in
        let json = (name: "Accept", value: "application/json")
        let xml = (name: "Accept", value: "application/xml")
        let cart = "\(api)/v1/shoppers/me/carts/active"
        func bearer(_ token: String) -> (name: String, value: String) { ("Authorization", "bearer \(token)") }

        let login = try await visitor.send(
            "POST",
            token,
            [json, visitor.basic],
            form: [
                ("grant_type", "password"), ("username", visitor.shop.username), ("password", visitor.shop.password),
            ]
        )
        let first = try login.value("access_token")
        try await visitor.send("GET", cart, [json, bearer(first)])

        // An hour later: refused, refreshed, sent again.
        visitor.clock.advance(bySeconds: 3601)
        try await visitor.send("GET", cart, [json, bearer(first)], status: 401)
        let grant = [
            ("refresh_token", try login.value("refresh_token")), ("grant_type", "refresh_token"),
            ("client_id", visitor.shop.apiKey),
        ]
        let refreshed = try await visitor.send("POST", token, [json], form: grant)
        let second = try refreshed.value("access_token")
        try await visitor.send("GET", cart, [json, bearer(second)])

        // The old refresh token is spent; some clients send the new one in the query.
        try await visitor.send("POST", token, [json], form: grant, status: 401)
        let query = [
            ("refresh_token", try refreshed.value("refresh_token")), ("grant_type", "refresh_token"),
            ("client_id", visitor.shop.apiKey),
        ]
        let third = try await visitor.send("POST", "\(token)?\(Visitor.form(query))").value("access_token")

        // XML is what this provider's resources answer unless JSON is asked for.
        try await visitor.send("GET", "\(api)/v1/shoppers/me", [bearer(third)])
        try await visitor.send("GET", cart, [xml, bearer(first)], status: 401)
        let anonymous = try await visitor.send(
            "POST",
            token,
            [xml, visitor.basic],
            form: [("grant_type", "password")]
        ).value("access_token")

        // Errors in all their shapes; a script cannot see the status.
        let script = visitor.script()
        try await visitor.send("GET", "\(cart)?format=json&token=\(first)&\(script)")
        let unknown = String(visitor.shop.apiKey.reversed())
        try await visitor.send(
            "POST",
            token,
            [json],
            form: [("grant_type", "password"), ("client_id", unknown)],
            status: 401
        )
        try await visitor.send("POST", token, [json, visitor.basic], form: [("grant_type", "magic")], status: 400)
        try await visitor.send("GET", "http://\(apiHost)/v1/nothing", [json], status: 404)

        // A token is ended.
        try await visitor.send("DELETE", "\(api)/oauth20/access-tokens", [json, bearer(anonymous)])
        try await visitor.send("GET", "\(api)/oauth20/access-tokens", [json, bearer(anonymous)], status: 401)
    }
}
