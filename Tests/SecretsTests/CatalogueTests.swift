import Capture
import Testing

@testable import Secrets

/// The field catalogue: what a name means where, and what it does not mean elsewhere.
struct CatalogueTests {
    private static let opaque = "q7Wd93kfLs02mXcv81Tz"

    @Test(arguments: [
        "access_token", "accessToken", "AccessToken", "Access-Token", "X-Access-Token", "HTTP_ACCESS_TOKEN",
        "auth[access_token]", "data.access_token", "access_token_2", "customerAccessToken", "oauth_access_token",
    ])
    func `names compare in normal form, and by how they end`(name: String) throws {
        let found = try #require(rule(name, in: .json, Self.opaque))
        #expect(found.kind == .accessToken)
        #expect(found.matchClass == .issued)
    }

    @Test func `every name of every profile is found under its own spelling`() {
        for profile in Profile.standard + Profile.optional {
            let catalogue = Catalogue(profile == .personal ? [.personal] : Profile.standard)
            for entry in profile.fields {
                for name in entry.names.split(separator: " ") {
                    let isFound = FieldRule.Contexts.each.contains { context in
                        entry.rule.contexts.contains(context)
                            && catalogue.canName(
                                entry.rule.kind,
                                FieldName(String(name)),
                                in: context,
                                at: Endpoint(rawValue: .max),
                                inRequest: true
                            )
                    }
                    #expect(isFound, "\(profile.name): \(name)")
                }
            }
        }
    }

    @Test func `no name is both secret and never secret`() {
        let catalogue = Catalogue.standard
        for profile in Profile.standard {
            for entry in profile.fields {
                for name in entry.names.split(separator: " ") {
                    #expect(!catalogue.isNeverSecret(FieldName(String(name)), at: []), "\(profile.name): \(name)")
                }
            }
        }
    }

    @Test(arguments: [
        "token_type", "token_type_hint", "issued_token_type", "subject_token_type", "client_assertion_type",
        "token_endpoint", "authorization_endpoint", "expires_in", "refresh_token_expires_in", "refresh_expires_in",
        "grant_type", "grant_types", "authentication_method", "key_ops", "kid", "kty", "author", "authority",
        "passwordless", "client_secret_expires_at", "max_tokens", "total_tokens", "nextPageToken", "next_token",
        "continuationToken", "pageToken", "cursor", "marker", "scope",
    ])
    func `what says how a conversation goes stays`(name: String) {
        for context in FieldRule.Contexts.each {
            #expect(rule(name, in: context, Self.opaque, at: .any) == nil)
        }
    }

    @Test func `a code is a secret where codes are exchanged, and an error number elsewhere`() {
        #expect(rule("code", in: .query, "SplxlOBeZQQYbYS6WxSbIA", at: .authorization)?.kind == .code)
        #expect(rule("code", in: .form, "short", at: .token)?.kind == .code)
        #expect(rule("code", in: .query, "US") == nil)
        #expect(rule("code", in: .json, "invalid_token", at: .token, inRequest: false) == nil)
        #expect(rule("state", in: .query, "xyz", at: .authorization)?.matchClass == .echo)
        #expect(rule("state", in: .query, "open") == nil)
        #expect(rule("state", in: .form, "CA", at: .login) == nil)
    }

    @Test func `names that mean nothing by themselves need an opaque value`() {
        #expect(rule("key", in: .query, Self.opaque)?.kind == .apiKey)
        #expect(rule("key", in: .query, "name") == nil)
        #expect(rule("key", in: .json, Self.opaque) == nil)
        #expect(rule("token", in: .query, "2") == nil)
        #expect(rule("token", in: .query, Self.opaque)?.kind == .accessToken)
        #expect(rule("resetToken", in: .json, Self.opaque) != nil)
        #expect(rule("resetToken", in: .json, "never-expires-here") == nil)
    }

    @Test func `a password is no label`() {
        #expect(rule("password", in: .json, "wonderland", inRequest: false)?.kind == .password)
        #expect(rule("db_password", in: .json, "wonderland", inRequest: false)?.kind == .password)
        #expect(rule("password", in: .form, "Passwort")?.kind == .password)
        for label in ["Passwort", "Your password", "true", "string", "/reset/password", "Mot de passe"] {
            #expect(rule("password", in: .json, label, inRequest: false) == nil, "\(label)")
        }
        for code in ["e.password", "password", "t)", "process.env.PASSWORD", "Your password"] {
            #expect(rule("password", in: .text, code, inRequest: false) == nil, "\(code)")
        }
    }

    @Test func `the members of a private key are secret, in a key only`() {
        #expect(rule("d", in: .json, Self.opaque + "123") == nil)
        #expect(rule("d", in: .json, Self.opaque + "123", at: .keySet)?.kind == .privateKey)
    }

    @Test func `what a request is for follows from its host, path and parameters`() {
        #expect(endpoint("POST", "/oauth20/token?grant_type=password").contains([.token, .commerce]))
        #expect(endpoint("GET", "/authorize?response_type=code").contains(.authorization))
        #expect(endpoint("POST", "/api/login").contains(.login))
        #expect(endpoint("GET", "/products?page=2") == [])
    }

    private func endpoint(_ method: String, _ target: String) -> Endpoint {
        Catalogue.standard.endpoint(of: Sample.exchange(method, target, [], "", [], "ok"))
    }

    private func rule(
        _ name: String,
        in context: FieldRule.Contexts,
        _ value: String,
        at endpoint: Endpoint = [],
        inRequest: Bool = true
    ) -> FieldRule? {
        Catalogue.standard.rule(
            for: FieldName(name),
            in: context,
            at: endpoint,
            inRequest: inRequest,
            value: Array(value.utf8)
        )
    }
}

extension FieldRule.Contexts {
    /// Each syntax by itself.
    static let each: [FieldRule.Contexts] = [
        .query, .fragment, .form, .json, .xml, .html, .text, .multipart, .cookie, .header, .path,
    ]
}
