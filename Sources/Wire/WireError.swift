/// Why a message was refused. Made for the reader of a log and of an error answer: it holds no byte of the traffic.
public struct WireError: Error, Hashable, Sendable {
    /// Which side sent the message that was refused.
    public enum Sender: String, Hashable, Sendable {
        /// The client: the message is a request.
        case client
        /// The server: the message is a response.
        case server
    }

    /// What part of a message an offset counts in.
    public enum Part: String, Hashable, Sendable {
        /// The start-line and the header section.
        case head
        /// The trailer section.
        case trailers
        /// One chunk line.
        case chunkLine = "chunk line"
    }

    /// What is wrong.
    public let code: Code
    /// Who sent it.
    public let sender: Sender
    /// Where: bytes from the start of ``part``; `nil` when no single byte is at fault.
    public let offset: Int?
    /// What ``offset`` counts in.
    public let part: Part

    /// An error from its parts.
    public init(_ code: Code, at offset: Int? = nil, in part: Part = .head, from sender: Sender = .client) {
        self.code = code
        self.offset = offset
        self.part = part
        self.sender = sender
    }

    /// The status to answer the client with: the code's own for a request, 502 for a response (RFC 9110 §15.6.3).
    public var status: Int {
        sender == .client ? code.requestStatus : 502
    }

    /// The same error with another sender.
    func from(_ sender: Sender) -> WireError {
        WireError(code, at: offset, in: part, from: sender)
    }
}

extension WireError: CustomStringConvertible {
    /// One sentence: who sent what, what is wrong with it, where.
    public var description: String {
        let message = sender == .client ? "the client's request" : "the server's response"
        let place = offset.map { " (byte \($0) of the \(part.rawValue))" } ?? ""
        return "\(message) was refused: \(code.sentence)\(place)"
    }
}
