import TokenSandbox

extension Conversation {
    /// Session-aware access tokens: from an API key at once, or from a session token in all the ways that clients send it.
    static let session = Conversation(
        name: "session",
        title: "session-aware tokens: API key or session token, JSON and JSONP",
        errors: ["api-key-in-url", "jsonp-token", "token-in-cookie", "token-in-url-query"]
    ) { visitor in
        let key = visitor.shop.apiKey
        let page = (name: "Referer", value: "\(shop)/")
        let json = (name: "Accept", value: "application/json")
        let sessionToken = "\(store)/SessionToken"

        // What a browser asks before a script of another origin may post.
        try await visitor.send(
            "OPTIONS",
            "http://\(apiHost)/oauth20/token",
            [
                ("Origin", shop), ("Access-Control-Request-Method", "POST"),
                ("Access-Control-Request-Headers", "authorization"),
            ]
        )

        // One call: the API key.
        let script = visitor.script()
        let limited = try await visitor.send("GET", "\(sessionToken)?apiKey=\(key)&format=json&\(script)", [page])
            .value("access_token")
        try await visitor.send("GET", "\(sessionToken)?apiKey=\(key)&format=json", [json])
        try await visitor.send("GET", "\(sessionToken)?apiKey=\(key)]&format=json", [json])
        let wrongKey = String(key.reversed())
        try await visitor.send("GET", "\(sessionToken)?apiKey=\(wrongKey)&format=json", [json], status: 401)

        // Two calls: a session token, then what it is exchanged for.
        let session = try await visitor.send("GET", "\(sessionToken)?format=json", [json]).value("session_token")
        let other = visitor.script()
        try await visitor.send("GET", "\(sessionToken)?format=json&\(other)", [page])
        let grant = [("dr_session_token", session), ("grant_type", "password"), ("format", "json")]
        try await visitor.send("POST", token, [visitor.basic], form: grant)
        try await visitor.send(
            "POST",
            token,
            [("Authorization", "bearer \(limited)"), ("Content-Type", "application/x-www-form-urlencoded")],
            body: "{\n    dr_session_token: \(session)\n    grant_type: password\n    format:json\n}"
        )
        try await visitor.send(
            "POST",
            token,
            [visitor.basic, ("Content-Type", "application/json")],
            body: #"{"dr_session_token":"\#(session)","grant_type":"password"}"#
        )
        try await visitor.send("POST", "\(token)?\(Visitor.form(grant))", [visitor.basic])
        try await visitor.send(
            "POST",
            "\(token)?grant_type=password&client_id=\(key)&dr_session_token=\(session)"
        )
        try await visitor.send(
            "POST",
            "\(token)?sessionToken=\(session)&grant_type=password",
            [("Authorization", "bearer \(visitor.basicPair)")]
        )
        let shoppers = "\(api)/v1/shoppers/token"
        try await visitor.send("GET", "\(shoppers).json?apiKey=\(key)&session_token=\(session)")
        let sticky = visitor.script()
        let carried = try await visitor.send(
            "GET",
            "\(shoppers)?format=json&method=get&apiKey=\(key)&cookie=JSESSIONID=\(session)&\(sticky)",
            [page]
        ).value("access_token")
        let forged = String(session.reversed())
        try await visitor.send(
            "POST",
            token,
            [visitor.basic],
            form: [("dr_session_token", forged), ("grant_type", "password")],
            status: 400
        )

        // The cart that the token is for, and the way to the storefront.
        let cart = "\(api)/v1/shoppers/me/carts/active"
        let adding = visitor.script()
        try await visitor.send(
            "GET",
            "\(cart)/line-items?format=json&method=post&productId=29301&quantity=1&token=\(carried)&\(adding)",
            [page]
        )
        let checkout = try await visitor.send(
            "GET",
            "\(cart)/web-checkout",
            [("Authorization", "bearer \(carried)")],
            status: 302
        )
        try await visitor.send("GET", try checkout.location(), [("Cookie", checkout.cookies)])
    }
}
