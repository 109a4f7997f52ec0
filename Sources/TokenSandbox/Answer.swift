extension SandboxResponse {
    /// What a script's answer begins with, before the callback: services differ.
    enum ScriptPrefix: String {
        case none = ""
        case comment = "/**/"
        case semicolon = ";"
    }

    /// A document in the format that the call asks for; a call with a `callback` gets a script (JSONP).
    static func document(
        _ document: Document,
        to call: Call,
        status: Int = 200,
        root: String = "response",
        usualFormat: Call.Format = .json,
        scriptPrefix: ScriptPrefix = .none
    ) -> SandboxResponse {
        if let callback = call.callback {
            // A script cannot see the status, so that an error in it goes out as a success.
            return content(
                scriptPrefix.rawValue + callback + "(" + document.json + ");",
                type: "application/javascript;charset=UTF-8"
            )
        }
        return switch call.format(default: usualFormat) {
        case .json: content(document.json, type: "application/json;charset=UTF-8", status: status)
        case .xml: content(document.xml(root: root), type: "application/xml;charset=UTF-8", status: status)
        }
    }

    static func content(_ text: String, type: String, status: Int = 200) -> SandboxResponse {
        SandboxResponse(status: status, fields: [SandboxField("Content-Type", type)], body: Array(text.utf8))
    }

    static func page(_ body: String, title: String, status: Int = 200) -> SandboxResponse {
        let html = """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>\(title)</title></head>
            <body>
            \(body)
            </body>
            </html>

            """
        return content(html, type: "text/html;charset=UTF-8", status: status)
    }

    /// A redirect without content (RFC 9110 §15.4.3).
    static func redirect(to location: String) -> SandboxResponse {
        SandboxResponse(status: 302, fields: [SandboxField("Location", location)])
    }

    /// The response with one more field line.
    func adding(_ name: String, _ value: String) -> SandboxResponse {
        var response = self
        response.fields.append(SandboxField(name, value))
        return response
    }
}
