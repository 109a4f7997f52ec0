import Capture
import Testing

@testable import Secrets

/// The flows of the seed documents, redacted.
struct SeedFlowTests {
    @Test func `SessionToken with an API key over JSONP`() {
        var sample = Sample(seed: 1)
        let key = sample.hex(32)
        let access = sample.hex(160)
        let refresh = access.prefix(64) + sample.hex(112)
        let session = sample.hex(32).uppercased()
        let callback = "jQuery3510013_1600463566842"
        var redactor = Redactor()
        let redaction = redactor.redact(
            Sample.exchange(
                "GET",
                "/store/shop/SessionToken?apiKey=\(key)&format=json&callback=\(callback)&_=1600463566843",
                [("Accept", "*/*")],
                "",
                [("Set-Cookie", "JSESSIONID=\(session); Path=/; Secure; HttpOnly")],
                "\(callback)({\"access_token\":\"\(access)\",\"token_type\":\"bearer\",\"expires_in\":86397,\"refresh_token\":\"\(refresh)\"});"
            )
        )
        #expect(
            redaction.redacted.text == """
                /store/shop/SessionToken?apiKey=REDACTED_api_key_1&format=json&callback=REDACTED_callback_1&_=REDACTED_cache_buster_1
                */*


                JSESSIONID=REDACTED_cookie_1; Path=/; Secure; HttpOnly
                REDACTED_callback_1({"access_token":"REDACTED_access_token_1","token_type":"bearer","expires_in":86397,"refresh_token":"REDACTED_refresh_token_1"});
                """
        )
        #expect(redaction.faults.isEmpty)
    }

    @Test func `the documents' pseudo-JSON body`() {
        var sample = Sample(seed: 2)
        let session = sample.hex(32).uppercased()
        let bearer = sample.hex(160)
        var redactor = Redactor()
        let redaction = redactor.redact(
            Sample.exchange(
                "POST",
                "/oauth20/token",
                [("Authorization", "bearer \(bearer)"), ("Content-Type", "application/x-www-form-urlencoded")],
                "{\n    dr_session_token: \(session)\n    grant_type: password\n    format:json\n}"
            )
        )
        #expect(
            redaction.redacted.text == """
                /oauth20/token
                bearer REDACTED_access_token_1
                application/x-www-form-urlencoded
                {
                    dr_session_token: REDACTED_session_token_1
                    grant_type: password
                    format:json
                }


                """
        )
    }

    @Test func `shopper login with Basic and a nameless cookie`() {
        var sample = Sample(seed: 3)
        let key = sample.hex(32)
        let secret = sample.hex(32)
        let limited = sample.hex(160)
        let full = sample.hex(160)
        let password = sample.base62(14) + "%2B1"
        var redactor = Redactor()
        _ = redactor.redact(
            Sample.exchange("GET", "/store/shop/SessionToken", [], "", [], "{\"access_token\":\"\(limited)\"}")
        )
        let redaction = redactor.redact(
            Sample.exchange(
                "POST",
                "/oauth20/token",
                [
                    (
                        "Authorization",
                        "Basic "
                            + String(decoding: Encoding.base64.encode(Array("\(key):\(secret)".utf8)), as: UTF8.self)
                    ),
                    ("Cookie", limited),
                ],
                "grant_type=password&username=shopper%40example.test&password=\(password)",
                [],
                "{\"access_token\":\"\(full)\",\"expires_in\":3600}"
            )
        )
        #expect(
            redaction.redacted.text == """
                /oauth20/token
                Basic REDACTED_basic_credentials_1
                REDACTED_access_token_1
                grant_type=password&username=REDACTED_username_1&password=REDACTED_password_1

                {"access_token":"REDACTED_access_token_2","expires_in":3600}
                REDACTED_api_key_1:REDACTED_client_secret_1
                """
        )
    }

    @Test func `a token in a base64 JSON cookie keeps its wrapper`() throws {
        var sample = Sample(seed: 4)
        let access = sample.hex(160)
        let cookie = Encoding.base64.encode(Array("{\"access_token\":\"\(access)\",\"exp\":1}".utf8))
        var redactor = Redactor()
        let redaction = redactor.redact(
            Sample.exchange(
                "GET",
                "/",
                [],
                "",
                [("Set-Cookie", "drgc=\(String(decoding: cookie, as: UTF8.self)); Path=/")],
                "ok"
            )
        )
        let descriptor = try #require(redaction.redacted.descriptors.last)
        #expect(descriptor.placeholder.description == "REDACTED_cookie_1")
        #expect(descriptor.wrapper?.encoding == [.base64])
        #expect(descriptor.wrapper?.template.text == Array(#"{"access_token":"REDACTED_access_token_1","exp":1}"#.utf8))
        let inner = redaction.sightings.filter(\.isInside)
        #expect(inner.map(\.chain) == [[.base64]])
        #expect(inner.first?.place == Place(.setCookie, name: "drgc", inRequest: false))
    }

    @Test func `a token in the fragment and in the query of Location`() {
        var sample = Sample(seed: 5)
        let first = sample.hex(160)
        let second = sample.hex(160)
        var redactor = Redactor()
        let redaction = redactor.redact(
            Sample.exchange(
                "GET",
                "/oauth20/authorize?client_id=shop&response_type=token&dr_limited_token=\(first)&redirect_uri=https%3A%2F%2Fshop.example.test%2Fcb&state=af0ifjsldkj",
                status: 302,
                [
                    (
                        "Location",
                        "https://shop.example.test/cb#access_token=\(second)&token_type=bearer&expires_in=3599&state=af0ifjsldkj"
                    )
                ]
            )
        )
        #expect(
            redaction.redacted.text == """
                /oauth20/authorize?client_id=shop&response_type=token&dr_limited_token=REDACTED_access_token_1&redirect_uri=https%3A%2F%2Fshop.example.test%2Fcb&state=REDACTED_state_1


                https://shop.example.test/cb#access_token=REDACTED_access_token_2&token_type=bearer&expires_in=3599&state=REDACTED_state_1

                """
        )
        #expect(redaction.sightings.last?.place.component == .fragment)
    }

    @Test func `an error that echoes what was sent`() {
        var sample = Sample(seed: 6)
        let refresh = sample.hex(176)
        var redactor = Redactor()
        let redaction = redactor.redact(
            Sample.exchange(
                "POST",
                "/oauth20/token?grant_type=refresh_token&refresh_token=\(refresh)",
                status: 401,
                [],
                "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid refresh token: \(refresh)\",\"code\":\"invalid_token\"}"
            )
        )
        #expect(
            redaction.redacted.text.hasSuffix(
                #"{"error":"invalid_grant","error_description":"Invalid refresh token: REDACTED_refresh_token_1","code":"invalid_token"}"#
            )
        )
    }

    @Test func `XML and scripts`() {
        var sample = Sample(seed: 7)
        let access = sample.hex(160)
        let stored = sample.hex(160)
        var redactor = Redactor()
        let xml = redactor.redact(
            Sample.exchange(
                "POST",
                "/oauth20/token",
                [],
                "",
                [("Content-Type", "application/xml")],
                "<token><access_token>\(access)</access_token><token_type>bearer</token_type></token>"
            )
        )
        #expect(
            xml.redacted.text.hasSuffix(
                "<token><access_token>REDACTED_access_token_1</access_token><token_type>bearer</token_type></token>"
            )
        )
        let page = redactor.redact(
            Sample.exchange(
                "GET",
                "/",
                [],
                "",
                [("Content-Type", "text/html")],
                """
                <html><script>var drgc_params = {"accessToken":"\(access)","site":"shop"};
                localStorage.setItem('accessToken', '\(stored)');</script><a href="/dl?access_token=\(access)&amp;f=1">x</a></html>
                """
            )
        )
        #expect(
            page.redacted.text.hasSuffix(
                """
                <html><script>var drgc_params = {"accessToken":"REDACTED_access_token_1","site":"shop"};
                localStorage.setItem('accessToken', 'REDACTED_access_token_2');</script><a href="/dl?access_token=REDACTED_access_token_1&amp;f=1">x</a></html>
                """
            )
        )
        #expect(page.sightings.first?.place.container == .body(.script))
    }
}
