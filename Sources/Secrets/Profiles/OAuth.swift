extension Profile {
    /// OAuth 2.0 and its extensions (RFC 6749, 6750, 7009, 7591, 7636, 7662, 8628, 8693, 9101, 9126, 9396, 9449), UMA 2,
    /// OpenID4VCI and GNAP.
    static let oauth = Profile(
        name: "oauth",
        endpoints: [
            EndpointPattern(
                .token,
                paths: [
                    "/token", "/oauth/", "/oauth2/", "/oauth20/", "/introspect", "/revoke", "/device_authorization",
                    "/device/code", "/devicecode", "/access_tokens", "/access-tokens",
                ]
            ),
            EndpointPattern(
                .authorization,
                paths: [
                    "/authorize", "/authorization", "/oauth/callback", "/oauth2/callback", "/oauth-callback",
                    "/auth/callback", "/signin-oidc", "/login/oauth2/code/", "/login/oauth/", "/oauth2/v2.0/authorize",
                ]
            ),
        ],
        fields: [
            FieldEntry(
                """
                access_token access_tokens bearer_token auth_token oauth_access_token bot_access_token \
                user_access_token
                """,
                .accessToken,
                .issued,
                endings: true
            ),
            FieldEntry(
                """
                registration_access_token subject_token actor_token requesting_party_token rpt pct claim_token \
                initial_access_token service_token
                """,
                .accessToken,
                .issued,
                in: .structured,
                if: .credentialLike
            ),
            FieldEntry(
                "registration_access_token subject_token actor_token requesting_party_token initial_access_token",
                .accessToken,
                .issued,
                in: [.text, .html, .header],
                if: .opaque
            ),
            FieldEntry("credential credentials", .assertion, .issued, in: .json, if: .opaque),
            FieldEntry("refresh_token refresh_tokens", .refreshToken, .issued, endings: true),
            FieldEntry("access", .accessToken, .issued, in: .json, if: .opaque),
            FieldEntry("refresh", .refreshToken, .issued, in: .json, if: .opaque),
            FieldEntry(
                "token tokens",
                .accessToken,
                .issued,
                in: .structured,
                if: .credentialLike
            ),
            FieldEntry("token tokens", .accessToken, .issued, in: [.text, .html], if: .opaque),
            FieldEntry("client_secret", .clientSecret, .held, endings: true),
            FieldEntry("old_client_secret new_client_secret client_secret_value", .clientSecret, .held),
            FieldEntry("software_statement", .assertion, .held),
            // `code` is an error number elsewhere.
            FieldEntry(
                "code authorization_code auth_code",
                .code,
                .issued,
                in: .frontChannel,
                at: .endpoint([.token, .authorization])
            ),
            FieldEntry("code", .code, .issued, in: .json, at: .request(.token)),
            FieldEntry(
                "code authorization_code auth_code",
                .code,
                .issued,
                in: .json,
                at: .endpoint(.any),
                if: .opaque
            ),
            FieldEntry("code", .code, .issued, in: .frontChannel, if: .opaque),
            // `response_mode=web_message`: the page that the endpoint answers with hands them over in a script.
            FieldEntry("code", .code, .issued, in: .text, at: .endpoint(.authorization), if: .opaque),
            FieldEntry("state", .state, .echo, in: .text, at: .endpoint(.authorization), if: .opaque),
            FieldEntry(
                "pre-authorized_code authorization_code auth_code oob_code js_code",
                .code,
                .issued,
                in: .parameters.union([.xml, .html]),
                if: .credentialLike
            ),
            FieldEntry("code_verifier", .codeVerifier, .volatile),
            FieldEntry("code_challenge", .codeChallenge, .volatile, in: .parameters),
            FieldEntry("device_code", .deviceCode, .issued),
            FieldEntry("user_code", .deviceCode, .issued, in: .structured.union(.html)),
            FieldEntry("auth_req_id client_notification_token login_hint_token", .flowToken, .issued),
            FieldEntry("ticket", .ticket, .issued, in: .structured.union(.html), if: .opaque),
            FieldEntry("interact_ref", .code, .issued),
            FieldEntry("client_assertion assertion", .assertion, .volatile),
            FieldEntry(
                "request",
                .assertion,
                .volatile,
                in: [.query, .form],
                at: .endpoint([.authorization, .token]),
                if: .opaque
            ),
            FieldEntry("request_uri", .code, .issued, in: .all.subtracting(.cookie), if: .urn),
            FieldEntry("tx_code", .otp, .volatile, in: .parameters),
            FieldEntry("c_nonce dpop_nonce", .nonce, .issued, in: .structured),
            FieldEntry("state", .state, .echo, in: .frontChannel, at: .endpoint([.authorization, .token])),
            FieldEntry("state", .state, .echo, in: .frontChannel, if: .opaque),
            FieldEntry("state", .state, .echo, in: .frontChannel.union(.json), at: .endpoint(.any), if: .opaque),
            FieldEntry("dpop", .signature, .volatile, in: .header),
        ],
        never: """
            token_type token_type_hint issued_token_type subject_token_type actor_token_type requested_token_type \
            client_assertion_type grant_type grant_types response_type response_types response_mode scope scopes \
            token_endpoint authorization_endpoint introspection_endpoint revocation_endpoint registration_endpoint \
            token_endpoint_auth_method token_endpoint_auth_methods_supported expires_in access_token_expires_in \
            refresh_token_expires_in refresh_expires_in expires_at expires_on not_before redirect_uri \
            client_secret_expires_at secret_expires_at code_challenge_method code_challenge_methods_supported \
            grant_types_supported error error_code error_uri
            """,
        lifetimes: [.code: 600, .accessToken: 3_600, .deviceCode: 1_800]
    )
}
