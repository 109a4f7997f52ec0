/// The protected resources: they want a live access token, and their answers are XML unless JSON is asked for.
extension Provider {
    /// `GET /v1/shoppers/me`.
    func shopper(_ call: Call) -> SandboxResponse {
        protected(call) { token in
            [
                "shopper": [
                    "uri": .text(call.origin + "/v1/shoppers/me"),
                    "id": .number(63_293_199_000 + token.session.number),
                    "username": token.isAuthenticated ? .text(credentials.username) : nil,
                    "authenticated": .flag(token.isAuthenticated),
                    "locale": "en_US",
                    "currency": "USD",
                ]
            ]
        }
    }

    /// `GET /v1/shoppers/me/carts/active`.
    func cart(_ call: Call) -> SandboxResponse {
        protected(call) { cartDocument(of: $0.session, call) }
    }

    /// `POST /v1/shoppers/me/carts/active/line-items`; scripts send `GET` with `method=post`.
    mutating func addLineItem(_ call: Call) -> SandboxResponse {
        if let token = liveToken(of: call) {
            let quantity = call.parameters["quantity"].flatMap { Int($0) } ?? 1
            let product = call.parameters["productId"] ?? "1"
            state.addToCart(SandboxState.CartLine(product: product, quantity: quantity), of: token.session)
        }
        return cart(call)
    }

    /// `GET /v1/shoppers/me/carts/active/web-checkout`: hands the shopper over to the storefront.
    ///
    /// The session goes along in a cookie; a leaky provider writes session and token into the address.
    mutating func webCheckout(_ call: Call) -> SandboxResponse {
        guard let token = liveToken(of: call) else { return refusal(call) }
        let session = state.issueSessionToken(for: token.session)
        let page = call.origin + "/store/\(credentials.site)/Checkout"
        guard isLeaky else {
            return withoutStoring(.redirect(to: page)).adding("Set-Cookie", sessionCookie(session))
        }
        return .redirect(to: page + ";jsessionid=\(session)?token=\(token.value)")
    }

    private func protected(
        _ call: Call,
        _ document: (SandboxState.AccessToken) -> Document
    ) -> SandboxResponse {
        guard let token = liveToken(of: call) else { return refusal(call) }
        return .document(document(token), to: call, usualFormat: .xml, scriptPrefix: .comment)
            .adding("Cache-Control", "private, no-cache")
    }

    private func refusal(_ call: Call) -> SandboxResponse {
        let hasExpired = call.accessToken.flatMap { state.accessTokens[$0] } != nil
        return Failure(
            status: 401,
            code: "invalid_token",
            description: hasExpired ? "Session expired" : "Invalid token for specified shopper",
            shape: .listed(relation: call.origin + "/v1/shoppers")
        ).response(to: call, usualFormat: .xml)
    }

    private func cartDocument(of session: SandboxState.ShopperSession, _ call: Call) -> Document {
        let lines = state.cart(of: session)
        return [
            "cart": [
                "uri": .text(call.origin + "/v1/shoppers/me/carts/active"),
                "id": "active",
                "totalItemsInCart": .number(lines.reduce(0) { $0 + $1.quantity }),
                "lineItems": [
                    "lineItem": .list(
                        lines.map { ["product": ["id": .text($0.product)], "quantity": .number($0.quantity)] }
                    )
                ],
            ]
        ]
    }
}
