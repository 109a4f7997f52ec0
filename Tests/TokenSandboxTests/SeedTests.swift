import Testing
import TokenSandbox

@Suite("Seeds")
struct SeedTests {
    /// Answers to the same conversation, one after the other.
    private func conversation(seed: UInt64) throws -> (answers: [SandboxResponse], secrets: [SandboxSecret]) {
        let shop = try Shop(seed: seed)
        let session = try shop.sessionToken()
        let answers = [
            shop.get("/store/sandbox/SessionToken?apiKey=\(shop.credentials.apiKey)&format=json"),
            shop.postToken("grant_type=password&dr_session_token=\(session)"),
            shop.postToken("grant_type=password"),
            shop.postToken(shop.loginForm),
        ]
        return (answers, shop.sandbox.issuedSecrets)
    }

    @Test("equal seeds give equal answers")
    func alike() throws {
        let (first, second) = try (conversation(seed: 3), conversation(seed: 3))
        #expect(first.answers == second.answers)
        #expect(first.secrets == second.secrets)
    }

    @Test("other seeds give other secrets; only the e-mail address is the same")
    func unlike() throws {
        let (first, second) = try (conversation(seed: 3), conversation(seed: 4))
        let common = Set(first.secrets).intersection(second.secrets)
        #expect(common.map(\.kind) == [.username])
        #expect(first.secrets.map(\.kind) == second.secrets.map(\.kind))
        #expect(first.answers.map(\.status) == second.answers.map(\.status))
        #expect(first.answers.map(\.body.count) == second.answers.map(\.body.count))
    }

    @Test("what was given and what was handed out is remembered, once each")
    func issuedSecrets() throws {
        let shop = try Shop()
        let session = try shop.sessionToken()
        let token = try shop.loginToken()
        _ = shop.postToken("grant_type=refresh_token&refresh_token=given-but-wrong", ["Cookie": "bare-cookie"])
        _ = shop.get("/v1/shoppers/me", ["Authorization": "Bearer stray"])
        let secrets = shop.sandbox.issuedSecrets
        let expected: [SandboxSecret] = [
            SandboxSecret(.apiKey, shop.credentials.apiKey), SandboxSecret(.clientSecret, shop.credentials.apiSecret),
            SandboxSecret(.password, shop.credentials.password), SandboxSecret(.basicCredentials, shop.basicPair),
            SandboxSecret(.sessionToken, session), SandboxSecret(.accessToken, token.accessToken),
            SandboxSecret(.refreshToken, token.refreshToken), SandboxSecret(.refreshToken, "given-but-wrong"),
            SandboxSecret(.accessToken, "bare-cookie"), SandboxSecret(.bearer, "stray"),
        ]
        for secret in expected { #expect(secrets.contains(secret)) }
        #expect(Set(secrets).count == secrets.count)
    }
}
