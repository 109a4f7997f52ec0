import Testing

/// `curl` behind the proxy: a new process, and so a new connection, for each request.
struct Curl: Sendable {
    struct Answer: Hashable, Sendable {
        let status: Int
        /// The header section, as it came.
        let head: String
        let body: String

        /// The value of a field; the first if there are several.
        func field(_ name: String) -> String? {
            head.split(separator: "\r\n").lazy
                .filter { $0.lowercased().hasPrefix(name.lowercased() + ":") }
                .compactMap { $0.split(separator: ":", maxSplits: 1).last }
                .map { String($0.drop { $0 == " " }) }
                .first
        }

        /// The text between two others, in the body.
        func text(after start: String, before end: String = "\"") -> String? {
            body.firstRange(of: start).flatMap { range in
                let rest = body[range.upperBound...]
                return rest.firstRange(of: end).map { String(rest[..<$0.lowerBound]) }
            }
        }
    }

    let proxy: String
    /// The certificate authority it trusts.
    let authority: String
    let folder: TemporaryFolder

    init(through proxy: Listening, trusting authority: String? = nil) {
        self.proxy = proxy.url
        self.authority = authority ?? proxy.authority
        folder = proxy.folder
    }

    /// Runs it and gives how it ended.
    func run(_ arguments: [String]) async throws -> Ending {
        let usual = ["-q", "-sS", "--proxy", proxy, "--cacert", authority, "--max-time", "30"]
        return try await Tool.curl.run(usual + arguments, in: folder)
    }

    /// Sends a request and takes the answer apart.
    func send(_ url: String, _ arguments: [String] = []) async throws -> Answer {
        let ending = try await run(["-i", "--suppress-connect-headers", url] + arguments)
        try #require(ending.status == 0, "curl ended with \(ending.status): \(ending.errors)")
        let end = try #require(ending.output.firstRange(of: "\r\n\r\n"))
        let head = String(ending.output[..<end.lowerBound])
        let status = try #require(head.split(separator: " ").dropFirst().first.flatMap { Int($0) })
        return Answer(status: status, head: head, body: String(ending.output[end.upperBound...]))
    }
}
