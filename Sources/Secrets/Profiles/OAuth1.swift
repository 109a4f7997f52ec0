extension Profile {
    /// OAuth 1.0a (RFC 5849), its session extension, and xAuth.
    static let oauth1 = Profile(
        name: "oauth1",
        fields: [
            FieldEntry("oauth_token", .accessToken, .issued),
            FieldEntry("oauth_token_secret", .clientSecret, .issued),
            FieldEntry("oauth_session_handle", .refreshToken, .issued),
            FieldEntry("oauth_verifier", .code, .issued),
            FieldEntry("oauth_signature", .signature, .volatile),
            FieldEntry("oauth_body_hash", .signature, .volatile),
            FieldEntry("oauth_nonce", .nonce, .volatile),
            FieldEntry("oauth_timestamp", .cacheBuster, .volatile),
            FieldEntry("oauth_consumer_secret consumer_secret", .clientSecret, .held),
            FieldEntry("oauth_consumer_key consumer_key", .apiKey, .held, if: .opaque),
            FieldEntry("x_auth_password", .password, .held),
            FieldEntry("x_auth_username", .username, .held),
        ],
        never: "oauth_signature_method oauth_version oauth_callback oauth_callback_confirmed"
    )
}
