/// The tour: sandbox, recording proxy, a client that goes through every flow, replay without the sandbox, audit.
struct Demo {
    let folder: String
    func run() async throws {}
}
