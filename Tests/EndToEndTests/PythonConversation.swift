import Testing
import TokenSandbox

/// A client that goes through the token flows with Python's `requests`: one session, kept-alive connections,
/// redirects followed by the library.
enum PythonConversation {
    /// Runs the script, and gives what it printed: a line for each answer, without the values in it.
    static func run(
        _ scheme: String,
        through proxy: Listening,
        _ credentials: SandboxCredentials
    ) async throws -> [Substring] {
        let ending = try await Tool.python3.run(
            ["-c", script],
            in: proxy.folder,
            environment: [
                "SHOP": "\(scheme)://shop.test", "PROXY": proxy.url, "AUTHORITY": proxy.authority,
                "API_KEY": credentials.apiKey, "API_SECRET": credentials.apiSecret,
                "SHOPPER": credentials.username, "PASSWORD": credentials.password,
                "REFERENCE": credentials.externalReference,
            ]
        )
        try #require(ending.status == 0, "\(ending.errors.suffix(2000))")
        let lines = ending.output.split(separator: "\n")
        #expect(lines.count == 12)
        return lines
    }

    private static let script = """
        import json, os, re, requests
        from urllib.parse import urlsplit, parse_qs

        shop = os.environ["SHOP"]
        key, secret = os.environ["API_KEY"], os.environ["API_SECRET"]
        session = requests.Session()
        session.trust_env = False
        session.proxies = {"http": os.environ["PROXY"], "https": os.environ["PROXY"]}
        session.verify = os.environ["AUTHORITY"]

        def shape(value):
            if isinstance(value, dict):
                return {name: shape(inner) for name, inner in value.items()}
            return type(value).__name__

        def tell(answer, expected=200):
            assert answer.status_code == expected, (answer.status_code, answer.text[:300])
            body = answer.text
            try:
                body = json.dumps(shape(answer.json()))
            except ValueError:
                body = re.sub(r"[A-Za-z0-9+/=_-]{16,}", "*", body)
            print(answer.status_code, answer.headers.get("Content-Type"), json.dumps(body))
            return answer

        def token(form, expected=200, **more):
            return tell(session.post(shop + "/oauth20/token", data=form, timeout=30, **more), expected)

        key_pair = (key, secret)
        tell(session.get(shop + "/store/sandbox/SessionToken",
                         params={"apiKey": key, "format": "json", "callback": "jQuery_1"}, timeout=30))
        visit = tell(session.get(shop + "/store/sandbox/SessionToken", params={"format": "json"}, timeout=30)).json()
        limited = token({"dr_session_token": visit["session_token"], "grant_type": "password", "format": "json"},
                        auth=key_pair).json()["token"]["access_token"]
        token({"grant_type": "client_credentials", "dr_external_reference_id": os.environ["REFERENCE"]}, auth=key_pair)
        login = token({"grant_type": "password", "username": os.environ["SHOPPER"], "password": os.environ["PASSWORD"]},
                      auth=key_pair, headers={"Cookie": limited}).json()

        def shopper(access, expected=200):
            return tell(session.get(shop + "/v1/shoppers/me", headers={"Authorization": "Bearer " + access}, timeout=30),
                        expected)

        shopper(login["access_token"])
        # The token is revoked, so that the next use is refused; then it is refreshed and used again.
        tell(session.delete(shop + "/oauth20/access-tokens", params={"token": login["access_token"]},
                            headers={"Authorization": "Bearer " + login["access_token"]}, timeout=30))
        shopper(login["access_token"], 401)
        fresh = token({"grant_type": "refresh_token", "refresh_token": login["refresh_token"]}, auth=key_pair).json()
        assert fresh["refresh_token"] != login["refresh_token"]
        shopper(fresh["access_token"])

        page = tell(session.get(shop + "/oauth20/authorize", params={
            "response_type": "code", "client_id": key, "redirect_uri": shop + "/app/callback", "state": "st4te"
        }, timeout=30))
        assert len(page.history) == 1
        number = parse_qs(urlsplit(page.url).query)["requestId"][0]
        back = tell(session.post(shop + "/store/sandbox/Login", data={
            "requestId": number, "username": os.environ["SHOPPER"], "password": os.environ["PASSWORD"]
        }, timeout=30))
        answer = parse_qs(urlsplit(back.url).query)
        assert answer["state"] == ["st4te"] and answer["code"][0]
        """
}
