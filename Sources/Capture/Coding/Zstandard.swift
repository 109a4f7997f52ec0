import CZstd

/// Zstandard (RFC 8878) as a content coding (RFC 9659).
enum Zstandard {
    /// The base-2 logarithm of the greatest window that a content coding may ask for: 8 MB (RFC 9659 §3).
    private static let maximumWindow: Int32 = 23

    /// Adds the content of all frames (RFC 8878 §3.1); the offset after the last one.
    static func decode(_ bytes: [UInt8], into output: inout DecodedOutput) throws(ContentCodingError) -> Int {
        guard let state = ZSTD_createDCtx() else { throw .malformed }
        defer { ZSTD_freeDCtx(state) }
        guard ZSTD_isError(ZSTD_DCtx_setParameter(state, ZSTD_d_windowLogMax, maximumWindow)) == 0 else {
            throw .malformed
        }
        var position = 0
        repeat {
            position = try output.add(bytes, from: position) { input, room in
                var read = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
                var written = ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
                let status = ZSTD_decompressStream(state, &written, &read)
                return DecodedOutput.Step(
                    state: ZSTD_isError(status) != 0 ? .failed : status == 0 ? .ended : .running,
                    consumed: read.pos,
                    produced: written.pos
                )
            }
        } while hasMark(bytes[position...])
        return position
    }

    /// The compressed form, the same in every run: one frame at level 3.
    static func encode(_ bytes: [UInt8]) throws(ContentCodingError) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
        let size = ZSTD_compress(&output, output.count, bytes, bytes.count, 3)
        guard ZSTD_isError(size) == 0 else { throw .malformed }
        return Array(output[..<size])
    }

    /// Whether the bytes begin with the magic number of a frame, or of one to be skipped (RFC 8878 §3.1.1, §3.1.2).
    static func hasMark(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD])
            || bytes.count >= 4 && bytes[bytes.startIndex] & 0xF0 == 0x50
                && bytes.dropFirst().starts(with: [0x2A, 0x4D, 0x18])
    }
}
