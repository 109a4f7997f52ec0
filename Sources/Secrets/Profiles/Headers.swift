extension Profile {
    /// Header fields that hold secrets by their name. Names that mean the same elsewhere stand in the other profiles.
    static let headers = Profile(
        name: "headers",
        fields: [
            FieldEntry(
                """
                key apikey x-parse-rest-api-key x-octopus-apikey x-jfrog-art-api x-honeycomb-team x-insert-key x-query-key \
                x-admin-key x-ms-encryption-key x-amz-server-side-encryption-customer-key \
                x-amz-copy-source-server-side-encryption-customer-key x-identity-header aeg-sas-key x-tableau-auth \
                x-mbx-apikey x-els-apikey cf-access-client-id x-auth x-auth-key x-api-auth x-authorization-key \
                x-access-key x-app-key x-application-key x-license-key x-functions-key x-rapidapi-key \
                x-service-token x-hasura-admin-secret x-appwrite-key x-zumo-auth fastly-key x-ghost-key verif-hash \
                authorization-token
                """,
                .apiKey,
                .held,
                in: .header
            ),
            FieldEntry("cf-access-client-secret x-client-secret", .clientSecret, .held, in: .header),
            FieldEntry("x-ms-token-aad-refresh-token", .refreshToken, .issued, in: .header),
            FieldEntry("x-id-token x-ms-token-aad-id-token", .idToken, .issued, in: .header),
            FieldEntry(
                "x-goog-iap-jwt-assertion cf-access-jwt-assertion x-amzn-oidc-data x-jwt-assertion x-jwt-payload",
                .jwt,
                .issued,
                in: .header
            ),
            FieldEntry("paypal-auth-assertion", .assertion, .volatile, in: .header),
            FieldEntry("x-ms-client-principal", .assertion, .issued, in: .header, if: .credentialLike),
            FieldEntry("x-client-cert x-ssl-client-cert", .credentials, .held, in: .header),
            FieldEntry("dpop-nonce replay-nonce", .nonce, .issued, in: .header),
            FieldEntry("x-wp-nonce jenkins-crumb", .csrf, .issued, in: .header),
            FieldEntry("x-subject-token", .accessToken, .issued, in: .header),
            FieldEntry("x-sid", .sessionToken, .issued, in: .header, if: .credentialLike),
            FieldEntry("x-auth-code x-access-code", .code, .issued, in: .header),
            FieldEntry("x-github-otp x-otp x-totp npm-otp", .otp, .volatile, in: .header),
            FieldEntry("x-2fa-code x-mfa-code", .otp, .volatile, in: .header),
            FieldEntry("x-pin", .otp, .volatile, in: .header, if: .oneTime),
            FieldEntry(
                """
                dpop x-hub-signature x-shopify-hmac-sha x-content-hmac hmac x-auth-hash cb-access-sign ok-access-sign \
                kc-api-sign x-sign x-bapi-sign api-sign access-sign paypal-transmission-sig x-signature-ed25519 x-signature-256 x-signature-sha256
                """,
                .signature,
                .volatile,
                in: .header
            ),
            // What the fields of any provider end in, the longest first.
            FieldEntry("accesstoken", .accessToken, .issued, in: .header, if: .credentialLike, endings: true),
            FieldEntry("sessiontoken", .sessionToken, .issued, in: .header, if: .credentialLike, endings: true),
            FieldEntry("csrftoken xsrftoken antiforgery", .csrf, .issued, in: .header, endings: true),
            FieldEntry("signature signaturev signaturesha", .signature, .volatile, in: .header, endings: true),
            FieldEntry("hmac hmacsha", .signature, .volatile, in: .header, if: .opaque, endings: true),
            FieldEntry("password passphrase passcode", .password, .held, in: .header, endings: true),
            FieldEntry("clientsecret", .clientSecret, .held, in: .header, if: .credentialLike, endings: true),
            FieldEntry(
                "apikey secretkey accesskey authkey applicationkey licensekey subscriptionkey functionskey masterkey",
                .apiKey,
                .held,
                in: .header,
                endings: true
            ),
            FieldEntry("token", .apiKey, .held, in: .header, if: .credentialLike, endings: true),
            FieldEntry("jwt", .jwt, .issued, in: .header, if: .credentialLike, endings: true),
            FieldEntry("ticket", .ticket, .issued, in: .header, if: .credentialLike, endings: true),
            FieldEntry("session sid", .sessionToken, .issued, in: .header, if: .opaque, endings: true),
            FieldEntry("credential credentials", .credentials, .held, in: .header, if: .opaque, endings: true),
            FieldEntry("auth key", .apiKey, .held, in: .header, if: .opaque, endings: true),
        ],
        // Keys by which something is found or told apart.
        never: """
            x-ms-session-token x-ms-continuation-token x-ms-continuationtoken x-next-token x-page-token \
            idempotency-key x-idempotency-key sec-websocket-key cache-key x-true-cache-key x-varnish-cache-key \
            surrogate-key partition-key routing-key sort-key object-key dedup-key deduplication-key correlation-key \
            crypto-key row-key shard-key hash-key range-key lookup-key request-key
            """
    )
}
