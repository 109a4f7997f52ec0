/// The pages a browser sees: the shop's own, the storefront's, and an image on a third party's host.
extension Provider {
    /// `GET /store/{site}/Home` and `/Checkout`.
    ///
    /// The leaky shop hands its token to the browser in every way it should not.
    mutating func storefront(_ call: Call) -> SandboxResponse {
        let image = #"<img src="\#(call.request.scheme)://\#(thirdParty(call))/pixel.gif" alt="">"#
        guard isLeaky else {
            let session = state.issueSessionToken(for: state.newSession())
            return .page("<h1>Sandbox store</h1>\n" + image, title: "Sandbox store")
                .adding("Referrer-Policy", "no-referrer")
                .adding("Set-Cookie", sessionCookie(session))
        }
        let token = tokenForPage(call)
        let scripts = """
            <h1>Sandbox store</h1>
            <script>var drgc_params = {"siteID":"\(credentials.site)","accessToken":"\(token)"};</script>
            <script>localStorage.setItem('accessToken', '\(token)');</script>
            """
        let cookie: Document = ["access_token": .text(token), "token_type": "bearer"]
        return .page(scripts + "\n" + image, title: "Sandbox store")
            .adding("Referrer-Policy", "unsafe-url")
            .adding("Set-Cookie", "drgc=\(PercentCoding.encode(cookie.json)); Path=/")
            .adding("Set-Cookie", "drgc_state=\(Base64.encode(cookie.json)); Path=/")
    }

    /// The token of the page's address, or a limited one that the shop fetched for its visitor.
    private mutating func tokenForPage(_ call: Call) -> String {
        if let token = liveToken(of: call) { return token.value }
        return state.issueTokens(
            for: state.newSession(),
            isAuthenticated: false,
            lifetime: Self.anonymousLifetime,
            now: clock.now
        ).accessToken
    }

    /// Another host name for the same listener, so that the image is another origin's.
    private func thirdParty(_ call: Call) -> String {
        let authority = call.request.field("Host") ?? "127.0.0.1"
        let port = authority.lastIndex(of: ":").map { authority[$0...] } ?? ""
        let other = authority.hasPrefix("localhost") ? "127.0.0.1" : "localhost"
        // The colons of an IPv6 address are followed by its bracket.
        return other + (port.contains("]") ? "" : port)
    }

    /// `GET /app/callback`: the page of the shop that an authorization ends at.
    func appCallback(_ call: Call) -> SandboxResponse {
        .page("<p>Back in the shop.</p>", title: "Shop")
            .adding("Referrer-Policy", "no-referrer")
            .adding("Cache-Control", "no-store")
    }

    /// `GET /pixel.gif`: a transparent image of one pixel.
    func pixel(_ call: Call) -> SandboxResponse {
        let gif: [UInt8] = [
            0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 0x01, 0x00, 0x01, 0x00, 0x80, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0x00,
            0x00, 0x00, 0x21, 0xF9, 0x04, 0x01, 0x00, 0x00, 0x00, 0x00, 0x2C, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00,
            0x01, 0x00, 0x00, 0x02, 0x02, 0x44, 0x01, 0x00, 0x3B,
        ]
        return SandboxResponse(status: 200, fields: [SandboxField("Content-Type", "image/gif")], body: gif)
    }
}
