extension Profile {
    /// API keys and secrets of services, under the names that most of them use.
    static let apiKeys = Profile(
        name: "api-keys",
        fields: [
            FieldEntry(
                "api_key secret_key api_secret access_key private_token secret_token encryption_key master_key auth_key",
                .apiKey,
                .held,
                if: .notLabel,
                endings: true
            ),
            FieldEntry(
                """
                api_token app_key app_secret application_key client_key license_key licence_key subscription_key \
                functions_key account_key x_functions_key rapidapi_key goog_api_key ocp_apim_subscription_key hapikey user_key \
                service_account_key signing_key job_token deploy_token feed_token rss_token personal_access_token \
                webhook_token integration_token publishable_secret app_token write_key secret_key_base storage_key psk \
                service_role_key api_keys access_keys hmac_key
                """,
                .apiKey,
                .held,
                if: .notLabel
            ),
            FieldEntry("api_key apikey", .apiKey, .held, in: [.query, .form, .header, .cookie], at: .anyRequest),
            FieldEntry(
                "key auth sig_key appid app_id",
                .apiKey,
                .held,
                in: [.query, .form],
                at: .anyRequest,
                if: .opaque
            ),
            FieldEntry("auth authorization", .accessToken, .held, in: [.query, .form, .json], if: .opaque),
            FieldEntry(
                "private_key rsa_private_key ssh_private_key pem",
                .privateKey,
                .held,
                if: .credentialLike,
                endings: false
            ),
            // A public one has spaces in it.
            FieldEntry("ssh_key", .privateKey, .held, in: .structured, if: .opaque),
            FieldEntry(
                """
                webhook_secret signing_secret shared_secret jwt_secret session_secret consumer_secret bot_token \
                encoded_jit_config database_url redis_url
                """,
                .clientSecret,
                .held,
                if: .credentialLike,
                endings: true
            ),
            FieldEntry("AccessKeySecret", .clientSecret, .held, if: .credentialLike, endings: true),
            FieldEntry("secret secrets", .clientSecret, .held, in: .structured.union(.text), if: .credentialLike),
            // `NEXTAUTH_SECRET`, `corpsecret`, and `secret` in pages and headers.
            FieldEntry("secret", .clientSecret, .held, if: .opaque, endings: true),
            FieldEntry("key_secret", .clientSecret, .held, if: .credentialLike),
            FieldEntry(
                "mnemonic seed_phrase recovery_phrase",
                .privateKey,
                .held,
                in: .all.subtracting(.cookie),
                if: .phrase
            ),
            FieldEntry(
                "secret",
                .clientSecret,
                .held,
                in: [.query, .form, .header],
                at: .anyRequest,
                if: .credentialLike
            ),
            FieldEntry(
                "secret_id wrapping_token client_token",
                .clientSecret,
                .issued,
                in: .structured,
                if: .credentialLike
            ),
            FieldEntry("jwt", .jwt, .issued, in: .structured.union([.text, .header]), if: .credentialLike),
            FieldEntry("jwt", .jwt, .issued, in: .html, if: .opaque),
            FieldEntry("bearer", .accessToken, .held, in: .structured, if: .credentialLike),
            FieldEntry("bearer", .accessToken, .held, in: [.text, .html, .header], if: .opaque),
            FieldEntry("signature hmac sig", .signature, .volatile, in: [.query, .form], if: .opaque),
            FieldEntry("x_goog_signature", .signature, .volatile),
            FieldEntry(
                "signature",
                .signature,
                .volatile,
                in: .json,
                at: .endpoint([.token, .login, .authorization]),
                if: .opaque
            ),
            FieldEntry("identity_signature", .signature, .volatile, in: .structured, if: .opaque),
            // Whatever calls itself a token and is opaque.
            FieldEntry("token", .accessToken, .issued, in: .structured.union(.html), if: .opaque, endings: true),
        ],
        never: """
            public_key publishable_key public_token_type key_id key_name key_type api_key_id token_id token_name token_count \
            installation_id max_tokens total_tokens prompt_tokens completion_tokens input_tokens output_tokens tokens_used \
            max_completion_tokens next_page_token nextPageToken next_token prev_page_token previous_page_token \
            continuation_token page_token sync_token next_sync_token resume_token cursor_token cursor next_cursor \
            end_cursor start_cursor contract_address marker next_marker pagination_token scroll_token after before token_address \
            token_symbol token_out token_in etag checksum sha1 sha256 sha512 md5 digest integrity commit revision
            """
    )
}
