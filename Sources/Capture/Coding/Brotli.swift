import CBrotli

/// Brotli (RFC 7932).
enum Brotli {
    /// Adds the content of the stream that `bytes` begin with; the offset after its end.
    static func decode(_ bytes: [UInt8], into output: inout DecodedOutput) throws(ContentCodingError) -> Int {
        // Windows of more than 16 MiB are an extension that the decoder refuses unless told otherwise.
        guard let state = BrotliDecoderCreateInstance(nil, nil, nil) else { throw .malformed }
        defer { BrotliDecoderDestroyInstance(state) }
        return try output.add(bytes, from: 0) { input, room in
            var (next, rest) = (input.baseAddress, input.count)
            var (free, space) = (room.baseAddress, room.count)
            let result = BrotliDecoderDecompressStream(state, &rest, &next, &space, &free, nil)
            return DecodedOutput.Step(
                state: result == BROTLI_DECODER_RESULT_SUCCESS
                    ? .ended : result == BROTLI_DECODER_RESULT_ERROR ? .failed : .running,
                consumed: input.count - rest,
                produced: room.count - space
            )
        }
    }

    /// The compressed form, the same in every run: quality 5, window of 4 MiB.
    static func encode(_ bytes: [UInt8]) throws(ContentCodingError) -> [UInt8] {
        // For no bytes the greatest size is too small by one in some versions.
        var size = BrotliEncoderMaxCompressedSize(bytes.count) + 1
        var output = [UInt8](repeating: 0, count: size)
        let isDone = BrotliEncoderCompress(5, 22, BROTLI_MODE_GENERIC, bytes.count, bytes, &size, &output)
        guard isDone == BROTLI_TRUE else { throw .malformed }
        return Array(output[..<size])
    }
}
