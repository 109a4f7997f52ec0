import Testing
import TokenSandbox

/// The sandbox as an origin: `shop.test` on the usual ports, wherever it really listens.
struct Shop: Sendable {
    let sandbox: TokenSandbox
    let folder: TemporaryFolder
    let httpPort: Int
    let httpsPort: Int

    static func open(seed: UInt64 = 1, leaky: Bool = false, in folder: TemporaryFolder) async throws -> Shop {
        let sandbox = try TokenSandbox(configuration: .init(seed: seed, leaky: leaky))
        let ports = try await sandbox.start()
        let shop = Shop(sandbox: sandbox, folder: folder, httpPort: ports.http, httpsPort: ports.https)
        try folder.write(sandbox.certificateAuthorityPEM, to: "origin-ca.pem")
        return shop
    }

    /// The certificate authority of the origin.
    var authority: String {
        folder.file("origin-ca.pem")
    }

    /// Starts recording what clients say to it.
    func record(into cassette: String, _ options: String...) async throws -> Listening {
        let arguments = ["record", "--output", folder.file(cassette), "--upstream-ca", authority, "--resolve"]
        let process = try Program.start(arguments + rules + options + ["--listen", "127.0.0.1:0"], in: folder)
        return try await Listening(process, in: folder)
    }

    private var rules: [String] {
        ["shop.test:80=127.0.0.1:\(httpPort)", "shop.test:443=127.0.0.1:\(httpsPort)"]
    }

    func close() async throws {
        try await sandbox.stop()
    }
}

/// Runs a test with an origin that is closed afterwards.
func withShop(
    seed: UInt64 = 1,
    leaky: Bool = false,
    _ body: (Shop) async throws -> Void
) async throws {
    let shop = try await Shop.open(seed: seed, leaky: leaky, in: TemporaryFolder())
    do {
        try await body(shop)
    } catch {
        try await shop.close()
        throw error
    }
    try await shop.close()
}
