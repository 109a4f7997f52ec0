/// How the credentials under an authentication scheme are read (RFC 9110 §11.4).
enum CredentialForm: Sendable {
    /// One opaque token; base64 of `user:password` where a client confuses the schemes; auth-params where they are known.
    case token(Kind, MatchClass)
    /// Base64 of `user:password` (RFC 7617 §2).
    case pair
    /// Auth-params, each read as ``AuthParameter`` says.
    case parameters
    /// The name of a key, a colon and a signature; for some providers the name is kept from readers too.
    case keyAndSignature(keyIsSecret: Bool)
}

/// The authentication schemes: the one place to read them and to add to them.
enum AuthenticationScheme {
    /// The schemes by how they are read; names in lower case.
    private static let rows: [(CredentialForm, String)] = [
        (.pair, "basic"),
        (.token(.accessToken, .issued), "bearer token dpop oauth gnap jwt zoho-oauthtoken googlelogin privatetoken"),
        (
            .token(.apiKey, .held),
            """
            ssws splunk apikey api-key api-token apitoken pveapitoken key bot geniekey klaviyo-api-key sso-key accesskey \
            secret-key client-id discogs snowflake
            """
        ),
        // The messages of a handshake; they hold no secret that a later request could use, but can be cracked.
        (.token(.credentials, .volatile), "negotiate kerberos ntlm"),
        (.token(.signature, .volatile), "sapisidhash sapisid1phash sapisid3phash webpush"),
        (
            .parameters,
            """
            digest mac hawk signature hoba mutual concealed vapid hmac tsa sentry mediabrowser emby uma \
            scram-sha-1 scram-sha-256 scram-sha-512 eg1-hmac-sha256 sharedaccesssignature \
            hmac-sha1 hmac-sha256 hmac-sha512 \
            aws4-hmac-sha256 aws4-ecdsa-p256-sha256 goog4-hmac-sha256 goog4-rsa-sha256 oss4-hmac-sha256 \
            acs3-hmac-sha256 tc3-hmac-sha256 sdk-hmac-sha256
            """
        ),
        (.keyAndSignature(keyIsSecret: true), "aws goog1 oss obs acs"),
        (.keyAndSignature(keyIsSecret: false), "sharedkey sharedkeylite mws qbox qiniu upyun"),
    ]

    private static let forms: [String: CredentialForm] = {
        var forms: [String: CredentialForm] = [:]
        for (form, names) in rows {
            for name in names.split(separator: " ") { forms[String(name)] = form }
        }
        return forms
    }()

    /// The schemes that write `=` behind their name.
    static let joinedByEquals: Set<String> = ["pveapitoken", "key"]

    /// How credentials under a scheme are read; `nil` for a scheme that is not known.
    static func form(of scheme: String) -> CredentialForm? {
        forms[scheme]
    }
}
