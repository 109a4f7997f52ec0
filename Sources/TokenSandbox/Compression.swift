import CZlib

extension SandboxResponse {
    /// The response in gzip (RFC 9110 §8.4.1.3) where the client takes it and its content is text that may be coded.
    func compressed(for call: Call) -> SandboxResponse {
        let accepted = call.request.field("Accept-Encoding")?.lowercased().split(separator: ",") ?? []
        let wantsGzip = accepted.contains { coding in
            let parts = coding.filter { $0 != " " }.split(separator: ";")
            // A weight of zero refuses (RFC 9110 §12.4.2).
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }?.dropFirst(2) ?? "1"
            return parts.first == "gzip" && !weight.allSatisfy { $0 == "0" || $0 == "." }
        }
        // An entity tag names bytes, and `no-transform` forbids (RFC 9111 §5.2.2.6).
        let isFixed = field("ETag") != nil || field("Cache-Control") == "no-transform"
        guard wantsGzip, isText, !isFixed, framing == .length, !body.isEmpty, let coded = body.gzipped() else {
            return self
        }
        var response = self
        response.body = coded
        return response.adding("Content-Encoding", "gzip").adding("Vary", "Accept-Encoding")
    }

    private var isText: Bool {
        let type = field("Content-Type") ?? ""
        return ["text/", "application/json", "application/javascript", "application/xml"].contains {
            type.hasPrefix($0)
        }
    }
}

extension [UInt8] {
    /// The bytes as one gzip member (RFC 1952) without a time; nil when zlib has no memory for it.
    func gzipped() -> [UInt8]? {
        var stream = z_stream()
        // 16 on top of the window size asks for gzip instead of zlib's own wrapper.
        let status = deflateInit2_(
            &stream,
            Z_DEFAULT_COMPRESSION,
            Z_DEFLATED,
            MAX_WBITS + 16,
            MAX_MEM_LEVEL,
            Z_DEFAULT_STRATEGY,
            ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size)
        )
        guard status == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        var input = self
        let capacity = Int(deflateBound(&stream, UInt(input.count)))
        return input.withUnsafeMutableBufferPointer { source in
            [UInt8](unsafeUninitializedCapacity: capacity) { target, count in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                _ = deflate(&stream, Z_FINISH)
                count = Int(stream.total_out)
            }
        }
    }
}
