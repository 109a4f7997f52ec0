import TokenSandbox

extension Conversation {
    /// What the documents warn of: tokens where a browser, a third party or a log can read them.
    static let leaky = Conversation(
        name: "leaky",
        title: "a provider and a shop that leak",
        isLeaky: true,
        errors: [
            "api-key-in-url", "password-in-url", "token-in-cookie", "token-in-error-body", "token-in-html-body",
            "token-in-redirect-location", "token-in-referer", "token-in-url-path", "token-in-url-query",
            "token-over-cleartext-http",
        ]
    ) { visitor in
        let key = visitor.shop.apiKey
        let json = (name: "Accept", value: "application/json")

        // In clear.
        try await visitor.send("GET", "http://\(storeHost)/store/sandbox/SessionToken?apiKey=\(key)&format=json")

        // In the page, its script and its cookies.
        let home = try await visitor.send("GET", "\(store)/Home")
        let cookies = (name: "Cookie", value: home.cookies)
        try await visitor.send("GET", "\(store)/Home", [cookies, ("Referer", "\(store)/Home")])

        // In the address of the checkout, and from there in a third party's log.
        let login = [("grant_type", "password"), ("username", visitor.shop.username)]
        let full = try await visitor.send(
            "POST",
            token,
            [json, visitor.basic],
            form: login + [("password", visitor.shop.password)]
        )
        let access = try full.value("access_token")
        let checkout = try await visitor.send(
            "GET",
            "\(api)/v1/shoppers/me/carts/active/web-checkout?token=\(access)&locale=en_US",
            status: 302
        ).location()
        let page = try await visitor.send("GET", checkout)
        guard let image = page.text.between("<img src=\"", "\"") else { throw CommandFailure("the page has no image") }
        try await visitor.send("GET", image, [("Referer", checkout)])

        // In the login's address, and in the redirect back to the shop.
        let callback = "\(shop)/app/callback"
        let form = try await visitor.send(
            "GET",
            "\(api)/oauth20/authorize?client_id=\(key)&redirect_uri=\(Visitor.encode(callback))"
                + "&response_type=token&response_mode=query",
            status: 302
        ).location()
        try await visitor.send("GET", form)
        let redirect = try await visitor.send(
            "POST",
            "\(api)/store/sandbox/Login",
            [("Referer", form)],
            form: [
                ("requestId", try Visitor.parameter("requestId", of: form)), ("username", visitor.shop.username),
                ("password", visitor.shop.password),
            ],
            status: 302
        ).location()
        try await visitor.send("GET", redirect)

        // A password in the query, and an error that repeats what it refuses.
        let query = login + [("password", Visitor.base64(visitor.shop.password))]
        try await visitor.send("POST", "\(token)?\(Visitor.form(query))", [visitor.basic])
        let grant = [
            ("refresh_token", try full.value("refresh_token")), ("grant_type", "refresh_token"), ("client_id", key),
        ]
        try await visitor.send("POST", token, [json], form: grant)
        try await visitor.send("POST", token, [json], form: grant, status: 400)
    }
}
