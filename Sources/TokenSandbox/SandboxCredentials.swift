/// What the one registered shop and its one registered shopper identify themselves with.
///
/// All of it but the site and the e-mail address comes from the seed of the sandbox.
public struct SandboxCredentials: Hashable, Sendable {
    /// The shop's name in storefront paths: `/store/{site}/...`.
    public let site: String
    /// The shop's API key, which is also its `client_id` (RFC 6749 §2.2): 32 characters.
    public let apiKey: String
    /// The shop's secret: the password of its Basic credentials.
    public let apiSecret: String
    /// The shopper's e-mail address.
    public let username: String
    /// The shopper's password; it holds characters that a form has to escape.
    public let password: String
    /// The shopper's number in the shop's own books (`dr_external_reference_id`).
    public let externalReference: String

    init(from generator: inout TokenGenerator) {
        site = "sandbox"
        // Not all hexadecimal: published keys are not either.
        apiKey = "k" + generator.hex(31)
        apiSecret = generator.hex(32)
        username = "shopper@example.com"
        password = "open sesame+\(generator.hex(8))%&"
        externalReference = "partner-shopper-\(generator.digits(8))"
    }
}
