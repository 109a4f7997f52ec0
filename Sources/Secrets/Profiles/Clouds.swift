extension Profile {
    /// Microsoft: Entra ID, storage and Service Bus keys, Functions.
    static let azure = Profile(
        name: "azure",
        endpoints: [
            EndpointPattern(.login, hosts: ["login.microsoftonline.com", "login.live.com", "*.b2clogin.com"]),
            EndpointPattern(.keyedURL, hosts: ["*.azurewebsites.net", "*.logic.azure.com", "*.azure-api.net"]),
        ],
        fields: [
            FieldEntry("code", .apiKey, .held, in: .query, at: .endpoint(.keyedURL), if: .opaque),
            FieldEntry(
                "AccountKey SharedAccessKey primaryKey secondaryKey primaryMasterKey aeg-sas-key",
                .apiKey,
                .held,
                if: .credentialLike
            ),
            FieldEntry(
                "aeg-sas-token SharedAccessSignature sasToken tempauth",
                .signature,
                .issued,
                if: .credentialLike
            ),
            FieldEntry(
                "connectionString primaryConnectionString secondaryConnectionString",
                .clientSecret,
                .held,
                in: .structured,
                if: .credentialLike
            ),
            FieldEntry(
                "flowToken sFT ctx sCtx canary apiCanary PPFT",
                .flowToken,
                .issued,
                in: .structured.union([.text, .html]),
                if: .opaque
            ),
            FieldEntry("x-ms-RefreshTokenCredential x-ms-DeviceCredential", .assertion, .volatile),
            FieldEntry("otc", .otp, .volatile, in: .parameters, at: .anyRequest),
        ]
    )

    /// Google: the Identity Toolkit (Firebase), Maps and other services that take a key in the URL.
    static let google = Profile(
        name: "google",
        endpoints: [
            EndpointPattern(.keyedURL, hosts: ["*.googleapis.com", "maps.google.com", "*.firebaseio.com"]),
            EndpointPattern(
                .login,
                hosts: ["identitytoolkit.googleapis.com", "securetoken.googleapis.com", "accounts.google.com"]
            ),
        ],
        fields: [
            FieldEntry("key", .apiKey, .held, in: .query, at: .endpoint(.keyedURL), if: .credentialLike),
            FieldEntry(
                "customToken tempProof pendingToken oauthTokenSecret",
                .accessToken,
                .issued,
                in: .structured,
                if: .credentialLike
            ),
            FieldEntry("sessionInfo mfaPendingCredential", .flowToken, .issued, in: .structured, if: .credentialLike),
            // The address of a resumable upload; at other providers the name is that of an ordinary number.
            FieldEntry("upload_id", .signature, .issued, in: .query, at: .endpoint(.keyedURL), if: .opaque),
            FieldEntry("X-Firebase-AppCheck", .jwt, .issued, in: .header),
            FieldEntry("passwordHash", .password, .issued, in: .structured),
        ]
    )
}
