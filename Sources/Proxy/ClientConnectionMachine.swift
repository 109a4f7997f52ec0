import NIOCore
import Wire

/// What a client's connection carries, and what each request on it asks for.
///
/// A connection starts as one to a proxy. After a `CONNECT` to a host in scope the first bytes decide: TLS and plain HTTP
/// are read, everything else is passed through.
struct ClientConnectionMachine {
    /// What the bytes on the connection are.
    enum Stage: Hashable {
        /// Requests to a proxy: absolute-form and `CONNECT`.
        case proxy
        /// The first bytes inside a tunnel, not yet known.
        case sniffing(HostPort)
        /// Requests to one origin, inside a tunnel.
        case inside(Route)
        /// Bytes that are not looked at.
        case relaying
    }

    /// What a request asks for.
    enum Decision: Hashable {
        /// An exchange with an origin. `origin` is the server that the request names, `route` how it is reached.
        case exchange(route: Route, origin: HostPort, target: [UInt8])
        /// A tunnel that is opened and read.
        case open(HostPort)
        /// A tunnel that is not looked into.
        case tunnel(HostPort)
        /// A page about the proxy itself.
        case describe
        /// Nothing that can be done.
        case refuse(Problem)
    }

    /// What the first bytes in a tunnel are.
    enum Sniff: Hashable {
        case needMore
        /// TLS that leads to an origin, and the application protocols that the client offers in it (RFC 7301).
        case tls(Route, offers: [String])
        case http
        /// HTTP/2 without TLS (RFC 9113 §3.3).
        case http2
        /// Neither; to be passed through to the tunnel's host.
        case opaque(HostPort)
    }

    private(set) var stage = Stage.proxy
    /// The user name that the client gave with its `CONNECT`; it holds for all requests in the tunnel.
    private(set) var session: String?
    private let scope: InterceptionScope

    init(scope: InterceptionScope) {
        self.scope = scope
    }

    /// Decides what a request asks for.
    mutating func receive(_ head: RequestHead) -> Decision {
        switch stage {
        case .proxy: decideAsProxy(head)
        case .inside(let route): decide(head, inside: route)
        case .sniffing, .relaying: .refuse(Problem(400, "A request came where none can be."))
        }
    }

    /// Tells the kind of the first bytes in a tunnel; leaves them in the buffer.
    mutating func sniff(_ bytes: ByteBuffer) -> Sniff {
        guard case .sniffing(let target) = stage else { return .needMore }
        switch ClientHello.peek(bytes) {
        case .needMore:
            return .needMore
        case .hello(let hello):
            let serverName = hello.serverName ?? target.host
            let route = Route(scheme: "https", origin: target, serverName: serverName)
            stage = .inside(route)
            return .tls(route, offers: hello.applicationProtocols)
        case .notTLS:
            let route = Route(scheme: "http", origin: target, serverName: target.host)
            switch RequestLineShape(bytes) {
            case .undecided:
                return .needMore
            case .preface:
                stage = .inside(route)
                return .http2
            case .request:
                stage = .inside(route)
                return .http
            case .foreign:
                stage = .relaying
                return .opaque(target)
            }
        }
    }

    /// The tunnel that ``Decision/open(_:)`` asked for stands.
    mutating func opened(_ target: HostPort) {
        stage = .sniffing(target)
    }

    /// The bytes are no longer looked at.
    mutating func relays() {
        stage = .relaying
    }

    private mutating func decideAsProxy(_ head: RequestHead) -> Decision {
        switch head.target {
        case .authority:
            guard let host = head.host, let port = head.port else {
                return .refuse(Problem(400, "CONNECT needs a host and a port (RFC 9110 §9.3.6)."))
            }
            session = head.fields.proxyUser
            let target = HostPort(host: host, port: port)
            return scope.contains(target.host) ? .open(target) : .tunnel(target)
        case .absolute(let scheme, _, let pathAndQuery):
            session = head.fields.proxyUser
            return decide(head, scheme: head.fields.text(scheme).lowercased(), pathAndQuery)
        case .origin(let path):
            guard path.count == 1, head.isMethod("GET") || head.isMethod("HEAD") else {
                return .refuse(
                    Problem(
                        404,
                        "This is a proxy, not an origin: set it as the HTTP proxy of your client. Only / is here."
                    )
                )
            }
            return .describe
        case .asterisk:
            return .refuse(Problem(404, "This is a proxy, not an origin: set it as the HTTP proxy of your client."))
        }
    }

    private func decide(_ head: RequestHead, scheme: String, _ pathAndQuery: Range<Int>) -> Decision {
        guard scheme == "http" || scheme == "https" else {
            return .refuse(Problem(400, "The target's scheme is not one this proxy speaks: use http or https."))
        }
        guard let host = head.host else {
            return .refuse(Problem(400, "The target names no host."))
        }
        let origin = HostPort(host: host, port: head.port ?? HostPort.defaultPort(scheme: scheme))
        return .exchange(
            route: Route(scheme: scheme, origin: origin, serverName: origin.host),
            origin: origin,
            target: head.originForm(of: pathAndQuery)
        )
    }

    private func decide(_ head: RequestHead, inside route: Route) -> Decision {
        let port = head.port ?? HostPort.defaultPort(scheme: route.scheme)
        let origin = head.host.map { HostPort(host: $0, port: port) } ?? route.origin
        switch head.target {
        case .origin(let target):
            return .exchange(route: route, origin: origin, target: Array(head.bytes.readableBytesView[target]))
        case .asterisk:
            return .exchange(route: route, origin: origin, target: [UInt8(ascii: "*")])
        case .absolute(let scheme, _, let pathAndQuery) where head.version == .http2:
            // The scheme says how the request travels (RFC 9113 §8.3.1), and it travels here.
            guard head.fields.text(scheme).lowercased() == route.scheme else {
                return .refuse(
                    Problem(421, "The request's scheme is not \(route.scheme), which this connection is for.")
                )
            }
            return .exchange(route: route, origin: origin, target: head.originForm(of: pathAndQuery))
        case .absolute(let scheme, _, let pathAndQuery):
            guard head.fields.text(scheme).lowercased() == route.scheme, origin.port == route.origin.port,
                origin.host == route.origin.host || origin.host == route.serverName.lowercased()
            else {
                return .refuse(Problem(421, "The target is not on \(route.origin), to which this tunnel leads."))
            }
            return .exchange(route: route, origin: origin, target: head.originForm(of: pathAndQuery))
        case .authority:
            return .refuse(Problem(501, "A CONNECT inside a tunnel to \(route.origin) is not supported."))
        }
    }
}

extension RequestHead {
    /// An absolute target as an origin takes it (RFC 9112 §3.2.1, §3.2.4).
    fileprivate func originForm(of pathAndQuery: Range<Int>) -> [UInt8] {
        let rest = Array(bytes.readableBytesView[pathAndQuery])
        if rest.isEmpty { return [UInt8(ascii: isMethod("OPTIONS") ? "*" : "/")] }
        return rest.first == UInt8(ascii: "/") ? rest : [UInt8(ascii: "/")] + rest
    }
}

extension ByteBuffer {
    /// Whether these are the first bytes of HTTP/2 (RFC 9113 §3.4).
    var startsHTTP2: Bool {
        readableBytesView.starts(with: "PRI * HTTP/2.0\r\n".utf8)
    }
}

/// Whether bytes begin like a request line: a token and a space (RFC 9112 §3).
private enum RequestLineShape {
    case undecided
    case request
    /// The line that HTTP/2 starts with, so that no server of HTTP/1.1 takes it for a request of its own.
    case preface
    case foreign

    init(_ bytes: ByteBuffer) {
        if bytes.startsHTTP2 {
            self = .preface
            return
        }
        let longestMethod = 32
        for (index, byte) in bytes.readableBytesView.prefix(longestMethod + 1).enumerated() {
            switch byte {
            case UInt8(ascii: " "):
                self = index > 0 ? .request : .foreign
                return
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"):
                continue
            default:
                self = .foreign
                return
            }
        }
        self = bytes.readableBytes > longestMethod ? .foreign : .undecided
    }
}
