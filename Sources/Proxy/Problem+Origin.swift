import Interception
import NIOCore
import NIOPosix
import Wire

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

extension Problem {
    /// The origin cannot be reached.
    init(reaching origin: HostPort, _ error: any Error) {
        switch error {
        case let problem as Problem:
            self = problem
        case ChannelError.connectTimeout(let time):
            self.init(
                504,
                "No connection to \(origin) within \(time.nanoseconds / 1_000_000_000) s: is it up, and is there a firewall between?"
            )
        case let error as NIOConnectionError where error.connectionErrors.isEmpty:
            self.init(502, "The name \(origin.host) cannot be resolved: check its spelling and this machine's DNS.")
        case let error as NIOConnectionError:
            self.init(reaching: origin, error.connectionErrors[0].error)
        case let error as IOError where error.errnoCode == ECONNREFUSED:
            self.init(502, "\(origin) refuses connections: is the server running, and is the port right?")
        case let error as IOError:
            self.init(502, "No connection to \(origin): \(error.reasonForReader).")
        case let error as InterceptionError:
            self.init(tls: error, to: origin)
        default:
            self.init(502, "No connection to \(origin): \(type(of: error)).")
        }
    }

    /// The connection to the origin broke.
    init(talkingTo origin: HostPort, _ error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as WireError where error.code == .missingResponse:
            self.init(502, "\(origin) closed the connection before it answered.")
        case let error as WireError:
            self.init(502, "\(origin) sent no valid response: \(error).")
        case let error as InterceptionError:
            self.init(tls: error, to: origin)
        case let error as IOError:
            self.init(502, "The connection to \(origin) broke: \(error.reasonForReader).")
        default:
            self.init(502, "The connection to \(origin) broke.")
        }
    }

    private init(tls error: InterceptionError, to origin: HostPort) {
        switch error.code {
        case .untrustedPeer:
            self.init(
                502,
                "\(origin): \(error.description). If you trust its CA, start the proxy with --upstream-ca FILE."
            )
        default:
            self.init(502, "\(origin): \(error.description).")
        }
    }
}

extension IOError {
    /// The system's message for the error.
    fileprivate var reasonForReader: String {
        String(cString: strerror(errnoCode))
    }
}
