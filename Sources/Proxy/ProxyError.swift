import NIOCore

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Why a proxy could not be started.
public enum ProxyError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Another program listens on this address already.
    case addressInUse(HostPort)
    /// The address cannot be listened on: not of this machine, or not allowed. `reason` is the system's message.
    case cannotListen(HostPort, reason: String)

    /// What happened and what to do, in one line.
    public var description: String {
        switch self {
        case .addressInUse(let address):
            "cannot listen on \(address): the address is in use; stop the other program or choose another port "
                + "(port 0 picks a free one)"
        case .cannotListen(let address, let reason):
            "cannot listen on \(address): \(reason); choose an address of this machine and a port you may use"
        }
    }
}

extension ProxyError {
    /// The error for a listener that could not be made.
    init(listeningOn address: HostPort, _ error: any Error) {
        switch error {
        case let error as ProxyError:
            self = error
        case let error as IOError where error.errnoCode == EADDRINUSE:
            self = .addressInUse(address)
        case let error as IOError:
            self = .cannotListen(address, reason: String(cString: strerror(error.errnoCode)))
        default:
            self = .cannotListen(address, reason: "the host cannot be resolved")
        }
    }
}
