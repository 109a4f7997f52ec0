/// How well a live request fits a recorded one.
struct Fit: Sendable {
    /// The header fields of the recorded request with credentials, which all fit.
    var credentials: Set<RequestField.Name>
    /// Whether the bodies were not compared, since the recording does not have one.
    var ignoresBody: Bool
    /// What the fit binds.
    var unification: Unification
    /// How many cookies fit.
    var cookies = 0
    /// How many of those let their bearer act.
    var bearerCookies = 0
    /// How many cookies have another value.
    var contradictions = 0
    /// How many cookies are missing.
    var missing = 0
    /// How many cookies that let their bearer act have another value or are missing.
    var bearerContradictions = 0

    /// Who the request comes from and whether it is the same: smaller is nearer. Only the nearest of the entries that
    /// fit are considered.
    var identity: [Int] {
        [
            credentials.contains(.authorization) ? 0 : 1, -credentials.count, ignoresBody ? 1 : 0,
            bearerContradictions, -bearerCookies,
        ]
    }

    /// Smaller is nearer, among entries of the same identity.
    var distance: [Int] {
        [-cookies, contradictions, missing, unification.newlyHeld]
    }
}
