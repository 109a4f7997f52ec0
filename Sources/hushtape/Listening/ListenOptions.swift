import ArgumentParser
import Interception
import Proxy

#if canImport(Glibc)
import Glibc
#endif

/// The options of every command that listens.
struct ListenOptions: ParsableArguments {
    @Option(help: "Where to listen. Port 0 picks a free one.")
    var listen = "127.0.0.1:8080"

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Hosts whose TLS is opened and read; others pass through unread. `*.example.com` stands for all below it.",
            discussion: "Without it, every host is."
        )
    )
    var intercept: [String] = []

    @Option(help: ArgumentHelp("The CA that signs for intercepted hosts, in PEM.", valueName: "file"))
    var caCert: String?

    @Option(help: ArgumentHelp("The key of that CA, in PEM.", valueName: "file"))
    var caKey: String?

    @Flag(help: "Print errors only.")
    var quiet = false

    func validate() throws {
        guard (caCert == nil) == (caKey == nil) else {
            throw ValidationError("--ca-cert and --ca-key belong together; give both or neither")
        }
        guard try address().isLoopback else {
            throw ValidationError(
                "--listen takes a loopback address, such as 127.0.0.1:8080 or [::1]:8080: anybody else could use the proxy"
            )
        }
    }

    /// Where to listen.
    func address() throws -> HostPort {
        guard let address = HostPort(parsing: listen) else {
            throw ValidationError("--listen takes HOST:PORT, such as 127.0.0.1:8080; the port is 0 to 65535")
        }
        return address
    }

    /// The hosts whose TLS is opened.
    var scope: InterceptionScope {
        intercept.isEmpty ? .all : .hosts(intercept)
    }

    /// The CA given, or the one of this user, made on first use.
    func authority() throws -> CertificateAuthority {
        do {
            if let caCert, let caKey { return try CertificateAuthority(certificateFile: caCert, keyFile: caKey) }
            let environment = ["HOME", "XDG_DATA_HOME"].reduce(into: [String: String]()) { found, name in
                if let value = getenv(name) { found[name] = String(cString: value) }
            }
            let folder = try CertificateAuthority.defaultFolder(environment: environment)
            return try CertificateAuthority.loadOrCreate(in: folder, for: intercept)
        } catch {
            throw CommandFailure(error)
        }
    }
}

/// The options of commands that connect to origins.
struct OriginOptions: ParsableArguments {
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("More root certificates to trust when connecting to origins, in PEM.", valueName: "file")
    )
    var upstreamCa: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Connect to ADDRESS:PORT where HOST:PORT is asked for; TLS and Host keep the name.",
            valueName: "host:port=address:port"
        )
    )
    var resolve: [String] = []

    func validate() throws {
        _ = try overrides()
    }

    /// Where to connect instead, by origin.
    func overrides() throws -> [HostPort: HostPort] {
        var overrides: [HostPort: HostPort] = [:]
        for rule in resolve {
            let sides = rule.split(separator: "=", maxSplits: 1).map { HostPort(parsing: String($0)) }
            guard sides.count == 2, let origin = sides[0], let address = sides[1] else {
                throw ValidationError("--resolve takes HOST:PORT=ADDRESS:PORT, such as api.test:443=127.0.0.1:8443")
            }
            overrides[origin] = address
        }
        return overrides
    }

    /// What origins are verified against.
    func trust() throws -> UpstreamTrust {
        do {
            return try UpstreamTrust(additionalRoots: upstreamCa)
        } catch {
            throw CommandFailure(error)
        }
    }
}

extension HostPort {
    /// Whether only programs of this machine can connect.
    fileprivate var isLoopback: Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." }
    }

    /// Reads `host:port`, an IPv6 address in brackets.
    init?(parsing text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]), port >= 0,
            port <= 65_535
        else { return nil }
        let host = String(text[..<colon])
        guard !host.isEmpty, !host.contains(":") || host.hasPrefix("[") && host.hasSuffix("]") else { return nil }
        self.init(host: host, port: port)
    }
}
