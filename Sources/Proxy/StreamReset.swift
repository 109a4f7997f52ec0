/// Why a stream of HTTP/2 was reset (RFC 9113 §7): the code on the wire.
struct StreamReset: RawRepresentable, Hashable {
    let rawValue: UInt32

    static let noError = StreamReset(rawValue: 0)
    static let protocolError = StreamReset(rawValue: 1)
    static let internalError = StreamReset(rawValue: 2)
    static let refusedStream = StreamReset(rawValue: 7)
    static let cancel = StreamReset(rawValue: 8)
}

extension StreamReset: CustomStringConvertible {
    /// The name that the standard has for the code.
    var description: String {
        let names = [
            "NO_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR", "FLOW_CONTROL_ERROR", "SETTINGS_TIMEOUT", "STREAM_CLOSED",
            "FRAME_SIZE_ERROR", "REFUSED_STREAM", "CANCEL", "COMPRESSION_ERROR", "CONNECT_ERROR", "ENHANCE_YOUR_CALM",
            "INADEQUATE_SECURITY", "HTTP_1_1_REQUIRED",
        ]
        return rawValue < names.count ? names[Int(rawValue)] : "code \(rawValue)"
    }
}
