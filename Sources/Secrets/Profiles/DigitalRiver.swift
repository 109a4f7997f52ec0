extension Profile {
    /// Digital River Global Commerce: session-aware access tokens and the shopper APIs of the seed documents.
    static let digitalRiver = Profile(
        name: "digital-river",
        endpoints: [
            EndpointPattern(.token, paths: ["sessiontoken"]),
            EndpointPattern(.commerce, paths: ["/oauth20/", "/sessiontoken", "/v1/shoppers"]),
        ],
        fields: [
            FieldEntry("dr_limited_token", .accessToken, .issued),
            FieldEntry(
                "session_token dr_session_token sessionTag nvidia_shop_id",
                .sessionToken,
                .issued,
                in: .all.subtracting(.cookie),
                if: .credentialLike
            ),
            FieldEntry(
                "cookie stickyParameters",
                .sessionToken,
                .issued,
                in: [.query, .json],
                at: .endpoint(.commerce),
                if: .single
            ),
            FieldEntry("session DRL", .sessionToken, .issued, in: .query, if: .credentialLike),
            FieldEntry(
                "client_id",
                .apiKey,
                .held,
                in: .parameters,
                at: .endpoint(.commerce),
                if: .credentialLike
            ),
            FieldEntry(
                "dr_external_reference_id externalReferenceId dr_userid",
                .externalReference,
                .held,
                in: .parameters.union(.xml),
                at: .endpoint(.any)
            ),
            FieldEntry("ts", .cacheBuster, .volatile, in: [.query, .form], at: .endpoint(.commerce)),
        ],
        lifetimes: [.accessToken: 86_400, .refreshToken: 31_536_000]
    )
}
