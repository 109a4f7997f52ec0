/// Answers for the tests of proxies: one for each way a message can be framed. None of them knows a secret.
///
/// | path | answer |
/// | --- | --- |
/// | `/wire/echo` | the content of the request, in its media type |
/// | `/wire/gzip` | text; like every text of the sandbox in gzip when `Accept-Encoding` asks for it |
/// | `/wire/chunked` | chunks and a trailer section |
/// | `/wire/early-hints` | 103 (RFC 8297), then 200 |
/// | `/wire/no-content` | 204 |
/// | `/wire/etag` | 200 with `ETag`; 304 when `If-None-Match` has it |
/// | `/wire/until-close` | content that ends with the connection |
enum WireRoutes {
    private static let entityTag = #""v1""#

    static func answer(_ call: Call) -> SandboxResponse {
        switch call.path.last {
        case "echo":
            let type = call.request.field("Content-Type") ?? "application/octet-stream"
            return SandboxResponse(
                status: 200,
                fields: [SandboxField("Content-Type", type), SandboxField("Cache-Control", "no-transform")],
                body: call.request.body
            )
        case "gzip":
            return text(String(repeating: "All that can be squeezed is squeezed.\n", count: 64))
        case "chunked":
            var response = text("This comes in pieces, and then a trailer.\n")
            let trailers = [SandboxField("Sandbox-Checksum", "none"), SandboxField("Sandbox-Parts", "5")]
            response.fields.append(SandboxField("Trailer", "Sandbox-Checksum, Sandbox-Parts"))
            response.framing = .chunked(size: 10, trailers: trailers)
            return response
        case "early-hints":
            var response = text("The hints came first.\n")
            response.interim = [
                SandboxResponse(status: 103, fields: [SandboxField("Link", "</style.css>; rel=preload; as=style")])
            ]
            return response
        case "no-content":
            return SandboxResponse(status: 204)
        case "etag":
            let validators = [SandboxField("ETag", entityTag), SandboxField("Cache-Control", "no-cache")]
            if call.request.field("If-None-Match") == entityTag {
                return SandboxResponse(status: 304, fields: validators)
            }
            var response = text("This has not changed.\n")
            response.fields += validators
            return response
        case "until-close":
            var response = text("This ends when the connection does.\n")
            response.framing = .untilClose
            return response
        default:
            return Failure.unknownService.response(to: call)
        }
    }

    private static func text(_ text: String) -> SandboxResponse {
        .content(text, type: "text/plain;charset=UTF-8")
    }
}
