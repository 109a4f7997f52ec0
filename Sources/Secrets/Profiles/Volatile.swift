extension Profile {
    /// No secrets, but holes for matching: what changes from one request to the next.
    static let volatile = Profile(
        name: "volatile",
        fields: [
            FieldEntry("callback jsonp", .callback, .echo, in: .query),
            FieldEntry("_", .cacheBuster, .volatile, in: .query),  // as jQuery sends it
        ]
    )
}
