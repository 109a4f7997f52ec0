extension Profile {
    /// OpenID Connect Core, Session Management, Front- and Back-Channel Logout, and JSON Web Keys (RFC 7517, 7518 §6).
    static let openIDConnect = Profile(
        name: "openid-connect",
        fields: [
            FieldEntry(
                "id_token id_token_hint logout_token oauth_id_token identity_token vp_token",
                .idToken,
                .issued
            ),
            FieldEntry("nonce", .nonce, .echo, in: .frontChannel, at: .endpoint(.authorization)),
            FieldEntry(
                "nonce",
                .nonce,
                .echo,
                in: .json,
                at: .endpoint([.authorization, .token, .login]),
                if: .opaque
            ),
            FieldEntry("nonce", .nonce, .echo, in: [.text, .html, .form, .header], if: .shortToken),
            FieldEntry(
                "sid session_state",
                .sessionToken,
                .issued,
                in: .frontChannel.union(.json),
                if: .credentialLike
            ),
            FieldEntry("login_hint", .username, .held, in: .parameters),
            // Claims that differ from one token to the next.
            FieldEntry("jti", .nonce, .issued, in: .json),
            FieldEntry("uti rh aio origin_jti event_id", .nonce, .issued, in: .json, at: .endpoint(.claims)),
            FieldEntry("ath", .signature, .volatile, in: .json, at: .endpoint(.claims)),
            FieldEntry("at_hash c_hash s_hash rt_hash", .signature, .issued, in: .json),
            // The members of a private key; `k` is a symmetric one.
            FieldEntry("d p q dp dq qi k", .privateKey, .held, in: .json, at: .endpoint(.keySet), if: .keyMaterial),
        ],
        never: """
            acr acr_values aud alg typ kid kty use key_ops crv x5t x5t#S256 iss azp display prompt max_age \
            ui_locales id_token_signed_response_alg id_token_signing_alg_values_supported frontchannel_logout_supported \
            backchannel_logout_supported jwks_uri end_session_endpoint userinfo_endpoint
            """,
        lifetimes: [.idToken: 3_600]
    )
}
