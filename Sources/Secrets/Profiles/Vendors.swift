extension Profile {
    /// Names that one vendor or a few use.
    static let vendors = Profile(
        name: "vendors",
        fields: [
            FieldEntry("fb_exchange_token input_token", .accessToken, .issued, in: .parameters),
            FieldEntry("appsecret_proof signed_request", .signature, .volatile, in: .parameters),
            FieldEntry("appsecret", .clientSecret, .held, in: .parameters),
            FieldEntry(
                "response_url incoming_webhook_url webhook_url",
                .webhook,
                .issued,
                in: .structured,
                if: .credentialLike
            ),
            FieldEntry("trigger_id", .flowToken, .issued, in: .structured, if: .opaque),
            FieldEntry("ephemeral_key_secret", .clientSecret, .issued, in: .structured),
            FieldEntry(
                "link_token public_token master_token masterToken",
                .accessToken,
                .issued,
                in: .structured,
                if: .credentialLike
            ),
            FieldEntry("zak", .accessToken, .issued, in: [.query, .json], if: .credentialLike),
            FieldEntry("usid dwsid dwsgst dwsrst", .sessionToken, .issued, in: .structured, if: .opaque),
            FieldEntry("sessionId", .sessionToken, .issued, in: .xml, if: .credentialLike),
            FieldEntry("_authToken", .accessToken, .held),
            FieldEntry("identityToken", .idToken, .issued, in: .structured, if: .credentialLike),
            FieldEntry("secretData credentialData", .clientSecret, .issued, in: .json),
            FieldEntry("wrap_info_token accessor_token", .accessToken, .issued, in: .structured),
            FieldEntry("ba_token", .code, .issued, in: .query, if: .credentialLike),
            FieldEntry("activation_url reset_password_url uploadUrl", .webhook, .issued, in: .structured, if: .opaque),
            FieldEntry(
                "cvc cvv cvv2",
                .otp,
                .volatile,
                in: [.form, .json, .multipart, .xml],
                if: .digits
            ),
            FieldEntry(
                "card_number bank_account_number",
                .cardNumber,
                .held,
                in: [.form, .json, .multipart, .xml],
                if: .accountNumber
            ),
        ]
    )
}
