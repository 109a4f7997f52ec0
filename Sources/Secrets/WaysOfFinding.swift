/// The ways in which secrets are found. All are used; tests switch them off one by one, to see that the second check
/// catches what is left.
struct WaysOfFinding: OptionSet, Sendable {
    let rawValue: UInt16

    /// By the names of fields.
    static let names = WaysOfFinding(rawValue: 1 << 0)
    /// Cookies, whose values are secrets unless they are shown to be harmless.
    static let cookies = WaysOfFinding(rawValue: 1 << 1)
    /// What stands behind an authentication scheme.
    static let credentials = WaysOfFinding(rawValue: 1 << 2)
    /// Known values as they are.
    static let values = WaysOfFinding(rawValue: 1 << 3)
    /// Known values inside of base64 and hexadecimal.
    static let encodedValues = WaysOfFinding(rawValue: 1 << 4)
    /// All that is done by value and shape, in the text with its escapes taken off.
    static let unescaping = WaysOfFinding(rawValue: 1 << 5)
    /// What is inside of base64, hexadecimal and tokens.
    static let wrappers = WaysOfFinding(rawValue: 1 << 6)
    /// Credentials that tell themselves.
    static let shapes = WaysOfFinding(rawValue: 1 << 7)
    /// Parts of known values.
    static let parts = WaysOfFinding(rawValue: 1 << 8)
    /// Known values that are ordinary words, where a credential is expected.
    static let words = WaysOfFinding(rawValue: 1 << 9)

    static let all = WaysOfFinding(rawValue: .max)
}
