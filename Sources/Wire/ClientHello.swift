public import NIOCore

/// What the first TLS message of a client offers (RFC 8446 §4.1.2), read without taking part in the handshake.
public struct ClientHello: Hashable, Sendable {
    /// The host name that the client asks for (RFC 6066 §3), as received; `nil` when it names none.
    public let serverName: String?
    /// The application protocols it offers, in its order (RFC 7301): `h2`, `http/1.1`.
    public let applicationProtocols: [String]

    /// What the first bytes of a connection are.
    public enum Peek: Hashable, Sendable {
        /// More bytes are needed.
        case needMore
        /// They are not a ClientHello.
        case notTLS
        /// They are one.
        case hello(ClientHello)
    }

    /// The longest handshake message looked at: 64 KiB. Key shares of post-quantum groups need a few.
    static let longestMessage = 64 * 1024

    /// Looks at the first bytes of a connection and takes none of them.
    ///
    /// Only bytes that cannot become a ClientHello any more are ``Peek/notTLS``; a plain HTTP request is, at its
    /// first byte.
    public static func peek(_ bytes: ByteBuffer) -> Peek {
        switch message(in: bytes) {
        case .needMore: .needMore
        case .notTLS: .notTLS
        case .whole(var message): ClientHello(&message).map(Peek.hello) ?? .notTLS
        }
    }
}

// MARK: - Records

extension ClientHello {
    private enum Message {
        case needMore
        case notTLS
        case whole(ByteBuffer)
    }

    /// Joins the records (RFC 8446 §5.1) that carry the first handshake message.
    private static func message(in bytes: ByteBuffer) -> Message {
        var bytes = bytes
        var message = ByteBuffer()
        while true {
            if let length = messageLength(message), message.readableBytes >= length + 4 {
                return message.getSlice(at: message.readerIndex + 4, length: length).map(Message.whole) ?? .notTLS
            }
            guard mayBeHandshake(bytes), startsLikeHello(message) else { return .notTLS }
            guard bytes.readableBytes >= 5, let length = bytes.getInteger(at: bytes.readerIndex + 3, as: UInt16.self)
            else { return .needMore }
            guard length > 0, length <= 16 * 1024 else { return .notTLS }
            bytes.moveReaderIndex(forwardBy: 5)
            let isWhole = bytes.readableBytes >= Int(length)
            guard let fragment = bytes.readSlice(length: min(Int(length), bytes.readableBytes)) else { return .notTLS }
            message.writeImmutableBuffer(fragment)
            guard startsLikeHello(message) else { return .notTLS }
            guard isWhole else { return .needMore }
        }
    }

    /// Whether a record header starts as one of a handshake: type 22, version 3.x. It may be cut short.
    private static func mayBeHandshake(_ bytes: ByteBuffer) -> Bool {
        let view = bytes.readableBytesView.prefix(2)
        return zip(view, [22, 3] as [UInt8]).allSatisfy(==)
    }

    /// Whether a handshake message starts as a ClientHello of bearable length. It may be cut short.
    private static func startsLikeHello(_ message: ByteBuffer) -> Bool {
        message.readableBytesView.first ?? 1 == 1 && messageLength(message) ?? 0 <= longestMessage
    }

    private static func messageLength(_ message: ByteBuffer) -> Int? {
        guard message.readableBytes >= 4 else { return nil }
        return message.getInteger(at: message.readerIndex, as: UInt32.self).map { Int($0 & 0xFF_FFFF) }
    }
}

// MARK: - Fields

extension ClientHello {
    /// Parses the body of the message; `nil` when it is malformed.
    private init?(_ message: inout ByteBuffer) {
        guard message.readSlice(length: 2 + 32) != nil,  // version and random
            message.readVector(UInt8.self) != nil,  // session id
            message.readVector(UInt16.self) != nil,  // cipher suites
            message.readVector(UInt8.self) != nil  // compression methods
        else { return nil }
        var name: String?
        var protocols: [String] = []
        guard message.readableBytes > 0 else {
            self.init(serverName: nil, applicationProtocols: [])
            return
        }
        guard var extensions = message.readVector(UInt16.self), message.readableBytes == 0 else { return nil }
        while extensions.readableBytes > 0 {
            guard let type = extensions.readInteger(as: UInt16.self), var content = extensions.readVector(UInt16.self)
            else { return nil }
            switch type {
            case 0:
                guard let found = Self.serverName(&content) else { return nil }
                name = found
            case 16:
                guard let found = Self.protocols(&content) else { return nil }
                protocols = found
            default: break
            }
        }
        self.init(serverName: name, applicationProtocols: protocols)
    }

    /// `ServerNameList` (RFC 6066 §3): the one host name in it, which must be letters, digits and `-._`.
    private static func serverName(_ content: inout ByteBuffer) -> String? {
        guard var list = content.readVector(UInt16.self), content.readableBytes == 0,
            list.readInteger(as: UInt8.self) == 0, let name = list.readVector(UInt16.self), list.readableBytes == 0,
            (1...255).contains(name.readableBytes), name.readableBytesView.allSatisfy(\.isHostNameByte)
        else { return nil }
        return String(buffer: name)
    }

    /// `ProtocolNameList` (RFC 7301 §3.1).
    private static func protocols(_ content: inout ByteBuffer) -> [String]? {
        guard var list = content.readVector(UInt16.self), content.readableBytes == 0, list.readableBytes > 0
        else { return nil }
        var names: [String] = []
        while list.readableBytes > 0 {
            guard let name = list.readVector(UInt8.self), name.readableBytes > 0 else { return nil }
            names.append(String(buffer: name))
        }
        return names
    }
}

extension ByteBuffer {
    /// Reads a TLS vector (RFC 8446 §3.4): a length of this type, then so many bytes.
    fileprivate mutating func readVector<Length: FixedWidthInteger>(_ length: Length.Type) -> ByteBuffer? {
        readInteger(as: length).flatMap { readSlice(length: Int($0)) }
    }
}

extension UInt8 {
    fileprivate var isHostNameByte: Bool {
        isLetter || isDigit || self == UInt8(ascii: "-") || self == UInt8(ascii: ".") || self == UInt8(ascii: "_")
    }
}
