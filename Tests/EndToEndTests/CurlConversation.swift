import FoundationEssentials
import Testing
import TokenSandbox

/// A client that goes through the token flows with `curl`, using each token that it was given.
struct CurlConversation {
    /// What an answer looks like without the values in it, which a replay makes up anew.
    struct Shape: Hashable {
        let status: Int
        let contentType: String?
        let location: String?
        let body: String

        init(_ answer: Curl.Answer) {
            status = answer.status
            contentType = answer.field("Content-Type")
            location = answer.field("Location").map(Self.withoutValues)
            body = Self.withoutValues(answer.body)
        }

        /// Runs of sixteen and more of the characters that tokens are made of become `*`.
        private static func withoutValues(_ text: String) -> String {
            var result = ""
            var run = ""
            for character in text + "\n" {
                if character.isASCII, character.isLetter || character.isNumber || "-_".contains(character) {
                    run.append(character)
                } else {
                    result += run.count < 16 ? run : "*"
                    result.append(character)
                    run = ""
                }
            }
            return result
        }
    }

    let curl: Curl
    let origin: String
    let credentials: SandboxCredentials
    /// Lets the access tokens run out.
    let expire: () -> Void

    private var basic: String {
        "Authorization: Basic " + Data("\(credentials.apiKey):\(credentials.apiSecret)".utf8).base64EncodedString()
    }

    /// Goes through all flows, and gives what each answer looked like.
    func run() async throws -> [Shape] {
        var answers: [Curl.Answer] = []
        func send(_ path: String, _ arguments: String...) async throws -> Curl.Answer {
            let answer = try await curl.send(origin + path, arguments)
            answers.append(answer)
            return answer
        }
        func token(_ name: String, of answer: Curl.Answer) throws -> String {
            try #require(answer.text(after: "\"\(name)\":\""), "no \(name) in an answer with status \(answer.status)")
        }

        // The session-aware token, in one call and in two: by form, query and the documents' own syntax.
        _ = try await send("/store/sandbox/SessionToken?apiKey=\(credentials.apiKey)&format=json&callback=jsonp1234")
        let session = try token("session_token", of: try await send("/store/sandbox/SessionToken?format=json"))
        let form = "dr_session_token=\(session)&grant_type=password&format=json"
        let limited = try token("access_token", of: try await send("/oauth20/token", "-H", basic, "-d", form))
        _ = try await send("/oauth20/token?\(form)", "-H", basic, "-X", "POST")
        let object = "{ dr_session_token: \(session) grant_type: password format:json }"
        _ = try await send("/oauth20/token", "-H", basic, "-d", object)

        // A shopper logs in: Basic credentials, and the limited token in a cookie without a name.
        let login = try await send(
            "/oauth20/token",
            "-H",
            basic,
            "-H",
            "Cookie: \(limited)",
            "-d",
            "grant_type=password&format=json",
            "--data-urlencode",
            "username=\(credentials.username)",
            "--data-urlencode",
            "password=\(credentials.password)"
        )

        // The token runs out, is refreshed, and the request succeeds the second time; answers are XML.
        let me = "/v1/shoppers/me"
        let first = "Authorization: Bearer " + (try token("access_token", of: login))
        _ = try await send(me, "-H", first, "-H", "Accept: application/xml")
        expire()
        _ = try await send(me, "-H", first, "-H", "Accept: application/xml")
        let spent = "grant_type=refresh_token&refresh_token=" + (try token("refresh_token", of: login))
        let refreshed = try await send("/oauth20/token", "-H", basic, "-d", spent)
        let second = "Authorization: Bearer " + (try token("access_token", of: refreshed))
        _ = try await send(me, "-H", second, "-H", "Accept: application/xml")
        _ = try await send("/oauth20/token", "-H", basic, "-d", spent)

        // The implicit grant: two redirects, the token in the fragment of the last.
        let query = "response_type=token&client_id=\(credentials.apiKey)&redirect_uri=http%3A%2F%2Fapp.test%2Fcallback"
        let authorization = try await send("/oauth20/authorize?\(query)&state=st4te")
        let page = try #require(authorization.field("Location")).dropFirst(origin.count)
        _ = try await send(String(page))
        let request = try #require(page.split(separator: "=").last)
        _ = try await send(
            "/store/sandbox/Login",
            "-d",
            "requestId=\(request)",
            "--data-urlencode",
            "username=\(credentials.username)",
            "--data-urlencode",
            "password=\(credentials.password)"
        )
        return answers.map(Shape.init)
    }
}
