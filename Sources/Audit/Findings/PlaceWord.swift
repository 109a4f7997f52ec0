public import Secrets

extension Place {
    /// The place as reports name it, one word for each surface that can leak: `request-cookie`, `set-cookie`,
    /// `url-query`, `url-path`, `url-fragment`, `url-userinfo`, `location`, `referer`, `authorization`,
    /// `request-header`, `response-header`, `request-body`, `response-body`, `request-trailer`, `response-trailer`,
    /// `reason`.
    public var word: String {
        let message = inRequest ? "request" : "response"
        return switch container {
        case .url: "url-\((component ?? .path).rawValue)"
        case .authorization: "authorization"
        case .cookie: "request-cookie"
        case .setCookie: "set-cookie"
        case .location: "location"
        case .referer: "referer"
        case .header: "\(message)-header"
        case .trailer: "\(message)-trailer"
        case .body: "\(message)-body"
        case .reason: "reason"
        }
    }

    /// What the ``word`` does not say: the component of a URL, the syntax of a body, the field that holds a parameter.
    public var detail: String? {
        switch container {
        case .url: nil
        case .body(let syntax): syntax.rawValue
        case .header(let field), .trailer(let field): field == name ? nil : field
        default: component?.rawValue
        }
    }
}
