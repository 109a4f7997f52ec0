/// A byte string of an exchange that can hold secrets and be edited by itself.
public enum Surface: Hashable, Sendable {
    /// The authority of the request, where it has userinfo.
    case authority
    /// Path and query of the request.
    case target
    /// The value of the n-th field line of the request.
    case requestField(Int)
    /// The decoded content of the request.
    case requestBody
    /// The value of the n-th trailer field line of the request.
    case requestTrailer(Int)
    /// The reason phrase of the response.
    case reason
    /// The value of the n-th field line of the response.
    case responseField(Int)
    /// The decoded content of the response.
    case responseBody
    /// The value of the n-th trailer field line of the response.
    case responseTrailer(Int)
    /// The value of a field line of an interim response.
    case interimField(response: Int, field: Int)

    /// Whether the surface is part of the request.
    public var isRequest: Bool {
        switch self {
        case .authority, .target, .requestField, .requestBody, .requestTrailer: true
        case .reason, .responseField, .responseBody, .responseTrailer, .interimField: false
        }
    }
}

/// Where in an exchange a value stands, in the words of the field.
public struct Place: Hashable, Sendable {
    /// The part of the message.
    public var container: Container
    /// The name of the parameter, cookie, header field or body member that holds the value; empty where there is none,
    /// as in a path or a nameless cookie. Members of nested JSON are joined with dots: `token.access_token`.
    public var name: String
    /// The URL component, when the value stands in a URL that the container holds (`Location`, `Referer`, a link).
    public var component: URLComponent?
    /// Whether it stands in the request.
    public var inRequest: Bool

    /// A place from its parts.
    public init(_ container: Container, name: String = "", component: URLComponent? = nil, inRequest: Bool) {
        self.container = container
        self.name = name
        self.component = component
        self.inRequest = inRequest
    }

    /// The part of a message that holds a value.
    public enum Container: Hashable, Sendable {
        /// The request's own URL; ``Place/component`` says where in it.
        case url
        /// `Authorization` or `Proxy-Authorization`, with the scheme in lower case.
        case authorization(scheme: String)
        /// A `Cookie` pair.
        case cookie
        /// The value of a `Set-Cookie`.
        case setCookie
        /// `Location`, `Refresh` and `Content-Location` of a response.
        case location
        /// `Referer`.
        case referer
        /// Any other header field; its name is in lower case.
        case header(String)
        /// A trailer field; its name is in lower case.
        case trailer(String)
        /// The content, in the syntax it was read as.
        case body(BodySyntax)
        /// The reason phrase.
        case reason
    }

    /// The parts of a URL (RFC 3986 §3).
    public enum URLComponent: String, Hashable, Sendable {
        /// The path, matrix parameters included.
        case path
        /// The query.
        case query
        /// The fragment.
        case fragment
        /// User information before the host.
        case userinfo
    }

    /// The syntax that a body was read as.
    public enum BodySyntax: String, Hashable, Sendable {
        /// `application/x-www-form-urlencoded` pairs.
        case form
        /// JSON, strict or not.
        case json
        /// JSON in a call of a function.
        case jsonp
        /// XML.
        case xml
        /// HTML outside scripts.
        case html
        /// A script, by itself or in HTML.
        case script
        /// `multipart/*`.
        case multipart
        /// Anything else.
        case text
    }
}
