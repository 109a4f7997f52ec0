import Interception
import NIOCore
import Proxy

/// A proxy from its start to the signal that ends it.
enum Listener {
    /// Starts the proxy, says where it listens, waits for SIGINT or SIGTERM and drains.
    static func run(_ configuration: ProxyConfiguration, responder: any Responder, quiet: Bool) async throws {
        let termination = Termination()
        var configuration = configuration
        configuration.eventLoops = min(4, System.coreCount)
        let proxy = ProxyServer(configuration: configuration, responder: responder) { line in
            if !quiet { Console.standardError.write(line) }
        }
        let address: HostPort
        do {
            address = try await proxy.start()
        } catch {
            throw CommandFailure(error)
        }
        Console.standardOutput.write("listening on http://\(address)")
        if !quiet, let file = configuration.contexts.authority.certificateFile {
            Console.standardError.write("HTTPS clients have to trust \(file)")
        }
        await termination.requested()
        await proxy.stop()
    }
}

/// Treats every request alike.
struct UniformResponder: Responder {
    /// What happens to each.
    let everyPlan: Plan

    init(_ plan: Plan) {
        everyPlan = plan
    }

    func plan(for request: RequestPreview) -> Plan {
        everyPlan
    }
}
