/// A request as the endpoints see it: path, parameters and credentials taken apart.
struct Call: Sendable {
    let request: SandboxRequest
    /// The segments of the path, decoded, without matrix parameters (`;jsessionid=...`).
    let path: [String]
    let query: Parameters
    let content: Parameters

    /// Longer content, in bytes, holds no parameters.
    private static let longestForm = 16_384

    init(_ request: SandboxRequest) {
        self.request = request
        let originForm = Self.originForm(request.target)
        let parts = originForm.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = (parts.first ?? "").split(separator: "/").map { segment in
            PercentCoding.decode(segment.prefix { $0 != ";" }, plusIsSpace: false)
        }
        query = parts.count > 1 ? Parameters.urlencoded(parts[1]) : Parameters()
        let isForm = !request.body.isEmpty && request.body.count <= Self.longestForm
        content = isForm ? .content(String(decoding: request.body, as: UTF8.self)) : Parameters()
    }

    private static func originForm(_ target: String) -> Substring {
        guard let scheme = target.firstRange(of: "://") else { return Substring(target) }
        let queryStart = target.firstIndex(of: "?") ?? target.endIndex
        guard scheme.lowerBound < queryStart else { return Substring(target) }
        return target[scheme.upperBound...].drop { $0 != "/" && $0 != "?" }
    }

    /// Clients move parameters between query and content, so they count wherever they are; content goes first.
    var parameters: Parameters {
        content + query
    }

    /// The method that is meant: `HEAD` is `GET`, and `method=post` on a `GET` is a `POST` (scripts send that).
    var verb: String {
        let sent = request.method == "HEAD" ? "GET" : request.method
        guard sent == "GET", let meant = query["method"] else { return sent }
        return meant.uppercased()
    }

    /// Scheme and host of the answer's own URLs.
    var origin: String {
        request.scheme + "://" + (request.field("Host") ?? "127.0.0.1")
    }
}

extension Call {
    /// The credentials of the `Authorization` field (RFC 9110 §11.6.2); the scheme's case does not matter.
    enum Authorization: Hashable, Sendable {
        case basic(String)
        case bearer(String)
    }

    /// A user and a password (RFC 7617).
    struct BasicPair: Hashable, Sendable {
        var user: String
        var password: String

        init?(encoded: String) {
            guard let text = Base64.decode(encoded) else { return nil }
            let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { return nil }
            user = String(parts[0])
            password = String(parts[1])
        }
    }

    var authorization: Authorization? {
        guard let field = request.field("Authorization") else { return nil }
        let parts = field.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        let credentials = String(parts[1])
        return switch parts[0].lowercased() {
        case "basic": .basic(credentials)
        case "bearer": .bearer(credentials)
        default: nil
        }
    }

    /// The access token that presents itself: as bearer (RFC 6750 §2.1) or as the parameter `token`.
    var accessToken: String? {
        if case .bearer(let value) = authorization { return value }
        return parameters["token"]
    }

    /// The token in the cookie: `Cookie: X`, without a name as the documents have it, or `Cookie: token=X`.
    var cookieToken: String? {
        request.field("Cookie")?.split(separator: ";").lazy
            .map { String($0.drop { $0 == " " }) }
            .compactMap { cookie in
                if cookie.hasPrefix("token=") { return String(cookie.dropFirst(6)) }
                return cookie.contains("=") ? nil : cookie
            }
            .first
    }
}

extension Call {
    /// What an answer is written in.
    enum Format: Hashable, Sendable {
        case json
        case xml
    }

    /// The format that the request asks for: by parameter, by the path's extension, by `Accept`.
    func format(default usual: Format) -> Format {
        let accept = request.field("Accept")?.lowercased() ?? ""
        let wishes = [
            parameters["format"] ?? "", path.last?.split(separator: ".").dropFirst().last.map(String.init) ?? "",
        ]
        if wishes.contains("xml") { return .xml }
        if wishes.contains("json") { return .json }
        if accept.contains("json") { return .json }
        return accept.contains("xml") ? .xml : usual
    }

    /// The function that a script wants the answer wrapped in; anything but a JavaScript name is ignored.
    var callback: String? {
        query["callback"].flatMap { name in
            name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_$.".contains($0)) } ? name : nil
        }
    }
}
