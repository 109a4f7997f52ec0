/// A conversation with the sandbox that becomes a cassette.
struct Conversation: Sendable {
    /// The name of the cassette, without extension.
    let name: String
    /// What it is about, in a few words.
    let title: String
    /// Whether the sandbox leaks tokens in it.
    var isLeaky = false
    /// The audit rules that it breaks at the level of an error, all of them.
    ///
    /// In the conversations that do not leak it is the documents of the provider that ask for it.
    let errors: Set<String>
    /// What the client says.
    let talk: @Sendable (inout Visitor) async throws -> Void

    /// The conversations of the demo.
    static let all = [session, login, refresh, leaky]

    /// The hosts that the client talks to. The cassettes have these names, and no ports.
    static let hosts = [storeHost, apiHost, shopHost, "localhost"]

    static let storeHost = "store.sandbox.test"
    static let apiHost = "api.sandbox.test"
    static let shopHost = "shop.example.com"
    static let store = "https://\(storeHost)/store/sandbox"
    static let api = "https://\(apiHost)"
    static let shop = "https://\(shopHost)"
    static let token = "\(api)/oauth20/token"
}
