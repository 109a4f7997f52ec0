/// The provider without its sockets: a request goes in, an answer comes out.
///
/// It shares no code with the parts that are tested against it: what reads and writes here is written for here.
/// Each group of endpoints is an extension in a file of its own; ``Routes`` says which is where.
struct Provider {
    var state: SandboxState
    let credentials: SandboxCredentials
    let isLeaky: Bool
    let clock: SandboxClock

    init(configuration: TokenSandbox.Configuration) {
        var generator = TokenGenerator(seed: configuration.seed)
        credentials = SandboxCredentials(from: &generator)
        state = SandboxState(generator: generator)
        isLeaky = configuration.leaky
        clock = configuration.clock
        state.secrets.add(.apiKey, credentials.apiKey)
        state.secrets.add(.clientSecret, credentials.apiSecret)
        state.secrets.add(.username, credentials.username)
        state.secrets.add(.password, credentials.password)
        state.secrets.add(.externalReference, credentials.externalReference)
    }

    mutating func respond(to request: SandboxRequest) -> SandboxResponse {
        let call = Call(request)
        state.secrets.addGiven(in: call)
        var response = Routes.answer(call, from: &self)
        response.fields.insert(SandboxField("Date", SandboxDate(secondsSinceEpoch: clock.now).imfFixdate), at: 0)
        return response.compressed(for: call)
    }

    /// The access token that came with the call, while it is alive.
    func liveToken(of call: Call) -> SandboxState.AccessToken? {
        call.accessToken.flatMap { state.liveToken($0, now: clock.now) }
    }

    /// Token answers must not be kept (RFC 6749 §5.1); a leaky provider forgets to say so.
    func withoutStoring(_ response: SandboxResponse) -> SandboxResponse {
        isLeaky ? response : response.adding("Cache-Control", "no-store").adding("Pragma", "no-cache")
    }
}
