import Testing

/// A client of HTTP/2 that writes frames as a test says, whatever the rules are.
struct RawFrames {
    /// A frame as it came (RFC 9113 §4.1).
    struct Frame {
        var type: UInt8
        var flags: UInt8
        var stream: UInt32
        var payload: [UInt8]

        /// The error code of a RST_STREAM or GOAWAY frame.
        var code: UInt8? { payload.isEmpty ? nil : payload[type == 7 ? 7 : 3] }
    }

    let connection: RawConnection

    /// Opens a tunnel, and says in it what HTTP/2 starts with.
    init(_ proxy: TestProxy, _ authority: String, settings: [UInt8] = []) async throws {
        connection = try await proxy.connect()
        try await connection.write("CONNECT \(authority) HTTP/1.1\r\nHost: \(authority)\r\n\r\n")
        _ = try await connection.read(until: "\r\n\r\n")
        try await connection.write(
            Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + Self.frame(4, 0, 0, settings)
        )
    }

    /// The bytes of a frame.
    static func frame(
        _ type: UInt8,
        _ flags: UInt8,
        _ stream: UInt32,
        _ payload: [UInt8],
        length: Int? = nil
    ) -> [UInt8] {
        let length = length ?? payload.count
        var bytes = [16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) }
        bytes += [type, flags]
        bytes += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: stream >> UInt32($0)) }
        return bytes + payload
    }

    /// A field block without compression (RFC 7541 §6.2.2).
    static func block(_ fields: [(String, String)]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (name, value) in fields {
            bytes += [0, UInt8(name.utf8.count)]
            bytes += name.utf8
            bytes.append(UInt8(value.utf8.count))
            bytes += value.utf8
        }
        return bytes
    }

    /// The fields of a plain request.
    static func get(_ authority: String, _ more: [(String, String)] = []) -> [(String, String)] {
        [(":method", "GET"), (":scheme", "http"), (":authority", authority), (":path", "/")] + more
    }

    func write(_ frames: [UInt8]...) async throws {
        try await connection.write(frames.flatMap { $0 })
    }

    /// The next frame of this type; `nil` when the connection ended before.
    func next(_ type: UInt8) async throws -> Frame? {
        while let frame = try await next() {
            if frame.type == type { return frame }
        }
        return nil
    }

    /// The next frame; `nil` when the connection has ended.
    func next() async throws -> Frame? {
        let header = try await connection.read(count: 9)
        guard header.count == 9 else { return nil }
        let length = Int(header[0]) << 16 | Int(header[1]) << 8 | Int(header[2])
        let stream = header[5...].reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
        let payload = try await connection.read(count: length)
        return Frame(type: header[3], flags: header[4], stream: stream, payload: payload)
    }
}
