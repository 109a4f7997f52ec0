import Capture
import Interception
import Proxy
import TokenSandbox

/// The client of a conversation: a shop's server and a shopper's browser in one, behind the proxy.
struct Visitor {
    /// What the shop and its shopper identify themselves with.
    let shop: SandboxCredentials
    /// The clock that tokens expire on.
    let clock: SandboxClock
    /// Every answer until now.
    private(set) var answers: [Answer] = []

    private let proxy: HostPort
    private let trust: UpstreamTrust
    /// Scripts make up new names and numbers on each visit.
    private var scriptTime: Int
    private var connections: [String: ProxyConnection] = [:]

    init(shop: SandboxCredentials, clock: SandboxClock, scriptTime: Int, proxy: HostPort, trust: UpstreamTrust) {
        self.shop = shop
        self.clock = clock
        self.scriptTime = scriptTime
        self.proxy = proxy
        self.trust = trust
    }

    /// Sends a request with a form, if any, and expects an answer with this status.
    @discardableResult
    mutating func send(
        _ method: String,
        _ url: String,
        _ fields: [(name: String, value: String)] = [],
        form: [(name: String, value: String)]? = nil,
        status: Int = 200
    ) async throws -> Answer {
        guard let form else { return try await send(method, url, fields, body: nil, status: status) }
        let isTyped = fields.contains { $0.name == "Content-Type" }
        let type = isTyped ? [] : [(name: "Content-Type", value: "application/x-www-form-urlencoded")]
        return try await send(method, url, fields + type, body: Self.form(form), status: status)
    }

    /// Sends a request with a body as it is.
    @discardableResult
    mutating func send(
        _ method: String,
        _ url: String,
        _ fields: [(name: String, value: String)],
        body: String?,
        status: Int = 200
    ) async throws -> Answer {
        let bytes = Array(url.utf8)
        guard let parts = AbsoluteURL(bytes) else { throw CommandFailure("a redirect leads to no absolute URL") }
        func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
        let isSecure = text(parts.scheme) == "https"
        let host = text(parts.host)
        let target = text(parts.target).prefix { $0 != "#" }
        var lines = ["\(method) \(isSecure ? String(target) : "http://\(host)\(target)") HTTP/1.1", "Host: \(host)"]
        lines += fields.map { "\($0.name): \($0.value)" }
        if body != nil || method == "POST" { lines.append("Content-Length: \((body ?? "").utf8.count)") }
        let request = lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? "")
        let answer = try await connection(to: host, isSecure: isSecure).send(request)
        answers.append(answer)
        guard answer.status == status else {
            throw CommandFailure("request \(answers.count) (\(method) to \(host)): \(answer.status), not \(status)")
        }
        return answer
    }

    private mutating func connection(to host: String, isSecure: Bool) async throws -> ProxyConnection {
        // Requests to all plain origins share one connection to the proxy.
        let key = isSecure ? host : ""
        if let connection = connections[key] { return connection }
        let connection =
            isSecure
            ? try await ProxyConnection(to: proxy, tunnelTo: host, trust: trust) : try await ProxyConnection(to: proxy)
        connections[key] = connection
        return connection
    }

    /// Closes all connections.
    mutating func leave() async {
        for connection in connections.values { await connection.close() }
        connections = [:]
    }
}

extension Visitor {
    /// The shop's Basic credentials (RFC 7617), without the scheme.
    var basicPair: String {
        Self.base64("\(shop.apiKey):\(shop.apiSecret)")
    }

    var basic: (name: String, value: String) {
        ("Authorization", "Basic \(basicPair)")
    }

    /// The parameters that a script adds for JSONP: the name of a function, and a number against caches.
    mutating func script() -> String {
        scriptTime += 1
        return "callback=jQuery3510013225370692239835_\(scriptTime)&_=\(scriptTime + 1)"
    }

    /// A milliseconds time stamp, as scripts send it.
    mutating func timestamp() -> String {
        scriptTime += 1
        return "\(scriptTime)"
    }

    /// Pairs as a query or a form (WHATWG URL §5.2, but with `%20` for spaces).
    static func form(_ pairs: [(name: String, value: String)]) -> String {
        pairs.map { "\($0.name)=\(encode($0.value))" }.joined(separator: "&")
    }

    static func base64(_ text: String) -> String {
        String(decoding: Base64.encode(Array(text.utf8)), as: UTF8.self)
    }

    /// The value of a parameter in the query of an address.
    static func parameter(_ name: String, of address: String) throws -> String {
        let query = address.drop { $0 != "?" }.dropFirst().prefix { $0 != "#" }
        guard let pair = query.split(separator: "&").first(where: { $0.hasPrefix(name + "=") }) else {
            throw CommandFailure("a redirect has no \(name)")
        }
        return String(pair.dropFirst(name.count + 1))
    }

    static func encode(_ text: String) -> String {
        String(decoding: PercentCoding.encode(Array(text.utf8)), as: UTF8.self)
    }
}
