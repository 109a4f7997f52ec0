import Capture
import Testing

@testable import Secrets

/// Bodies in codings and charsets: what can be read is masked in place, what cannot is not written.
struct UnreadableBodyTests {
    private static let json = Array("{\"access_token\":\"\(Sample.token)\",\"page\":\"Zoë\"}".utf8)
    private static let redacted = "{\"access_token\":\"REDACTED_access_token_1\",\"page\":\"Zoë\"}"

    private static func answer(_ body: [UInt8], _ fields: [(String, String)] = []) -> Exchange {
        var exchange = Sample.exchange("GET", "/api", [], "", fields, "x")
        exchange.response?.body = Body(body)
        return exchange
    }

    private static func redact(_ exchange: Exchange) throws -> (body: Body, notes: [String]) {
        var redactor = Redactor()
        let redacted = redactor.redact(exchange).redacted
        return (try #require(redacted.exchange.response?.body), redacted.notes)
    }

    @Test(arguments: ["compress", "gzip, exi", "aws-chunked", "dcb"])
    func `an unknown content coding masks the body whole`(coding: String) throws {
        let text = Array("no such thing as a secret".utf8)
        let (body, notes) = try Self.redact(Self.answer(text, [("Content-Encoding", coding)]))
        #expect(body.content == .withheld(length: 25, reason: .undecodable))
        #expect(notes == ["response body of 25 bytes masked whole: content coding not understood"])
    }

    @Test(arguments: [ContentCoding.gzip, .brotli, .zstandard])
    func `a broken content coding masks the body whole`(coding: ContentCoding) throws {
        let broken = Array(try coding.encode(Self.json).dropLast())
        let (body, _) = try Self.redact(Self.answer(broken, [("Content-Encoding", coding.name)]))
        #expect(body.content == .withheld(length: broken.count, reason: .undecodable))
    }

    /// As captures hold it whose producer left the chunks in, or a line end.
    @Test(arguments: ["3f\r\n", "\r\n"])
    func `compressed content behind something else`(before: String) throws {
        let body = Array(before.utf8) + (try ContentCoding.gzip.encode(Self.json))
        let exchange = Self.answer(body, [("Content-Encoding", "gzip"), ("Content-Type", "application/json")])
        var redactor = Redactor()
        let redacted = redactor.redact(ReadableExchange(decoded: exchange)).redacted
        #expect(redacted.exchange.response?.body.content == .withheld(length: body.count, reason: .hidden))
        // Nor is it known to be harmless when there is nothing in it that is known.
        let other = Array(before.utf8) + (try ContentCoding.gzip.encode(Array("{}".utf8)))
        let unread = redactor.redact(ReadableExchange(decoded: Self.answer(other, [("Content-Encoding", "gzip")])))
        let content = unread.redacted.exchange.response?.body.content
        #expect(content == .withheld(length: other.count, reason: .undecodable))
    }

    /// MessagePack: a map of text without a single control character.
    @Test(arguments: ["/oauth/token", "/login"])
    func `a binary body where someone logs in`(target: String) {
        var exchange = Sample.exchange("POST", target, [("Content-Type", "application/msgpack")], "x")
        exchange.request.body = Body(
            [0x81, 0xA8] + Array("password".utf8) + [0xB0] + Array(Sample.token.utf8.prefix(16))
        )
        var redactor = Redactor()
        let redaction = redactor.redact(exchange)
        #expect(redaction.redacted.exchange.request.body.content == .withheld(length: 27, reason: .unreadable))
    }

    @Test(arguments: ["cp037", "IBM-1047", "x-unheard-of"])
    func `an unknown charset masks the body whole`(charset: String) throws {
        // EBCDIC: `abc=def`.
        let body: [UInt8] = [0x81, 0x82, 0x83, 0x7E, 0x84, 0x85, 0x86]
        let fields = [("Content-Type", "text/plain; charset=\(charset)")]
        let content = try Self.redact(Self.answer(body, fields)).body.content
        #expect(content == .withheld(length: body.count, reason: .unreadable))
        let image = Self.answer([0x89, 0x50, 0x4E, 0x47], [("Content-Type", "image/png; charset=\(charset)")])
        #expect(try Self.redact(image).body.bytes == [0x89, 0x50, 0x4E, 0x47])
        let text = Array("plain text".utf8)
        #expect(try Self.redact(Self.answer(text, fields)).body.bytes == text)
    }

    @Test func `a request body too`() {
        var exchange = Sample.exchange("POST", "/", [("Content-Encoding", "zstd")], "x")
        exchange.request.body = Body([0x28, 0xB5, 0x2F, 0xFD, 1, 2, 3])
        var redactor = Redactor()
        let redacted = redactor.redact(exchange).redacted
        #expect(redacted.exchange.request.body.content == .withheld(length: 7, reason: .undecodable))
        #expect(redacted.notes.count == 1)
    }

    @Test(arguments: ["gzip", "br", "zstd", "deflate", "gzip, br", "br, zstd, gzip, deflate"])
    func `content codings are taken off`(names: String) throws {
        let codings = ContentCoding.codings(of: [HeaderField("Content-Encoding", names)])
        let coded = try ContentCoding.encode(Self.json, codings: codings)
        let (body, notes) = try Self.redact(Self.answer(coded, [("Content-Encoding", names)]))
        #expect(body == Body(Array(Self.redacted.utf8)))
        #expect(notes.isEmpty)
    }

    @Test(arguments: ["gzip", "br", "zstd", "deflate"])
    func `text that a field calls compressed is masked in place`(name: String) throws {
        let (body, _) = try Self.redact(Self.answer(Self.json, [("Content-Encoding", name)]))
        #expect(body == Body(.bytes(Array(Self.redacted.utf8)), framing: .length, codings: []))
    }

    @Test(arguments: Charset.Form.allCases, [true, false])
    func `a charset is taken off`(form: Charset.Form, hasMark: Bool) throws {
        let charset = Charset(form, hasMark: hasMark)
        let (body, notes) = try Self.redact(Self.answer(charset.encode(Self.json)))
        #expect(body == Body(.bytes(Array(Self.redacted.utf8)), framing: .length, charset: charset))
        #expect(notes.isEmpty)
    }

    @Test func `a form in UTF-16 of a request`() {
        var exchange = Sample.exchange("POST", "/token", [("Content-Type", "text/plain; charset=utf-16be")], "x")
        exchange.request.body = Body(Charset(.utf16be).encode(Array("password=\(Sample.token)&page=2".utf8)))
        var redactor = Redactor()
        let request = redactor.redact(exchange).redacted.exchange.request
        #expect(request.body.bytes == Array("password=REDACTED_password_1&page=2".utf8))
    }

    /// What does not come back from UTF-8 byte for byte is left as it is, unless it holds a secret.
    @Test(arguments: [[0x61], [0x00, 0xD8], [0x61, 0x00, 0x00]] as [[UInt8]], [true, false])
    func `damaged UTF-16`(tail: [UInt8], hasMark: Bool) throws {
        let charset = Charset(.utf16le, hasMark: hasMark)
        let secret = charset.encode(Self.json) + tail
        let (body, notes) = try Self.redact(Self.answer(secret))
        #expect(body.content == .withheld(length: secret.count, reason: .hidden))
        #expect(
            notes == ["response body of \(secret.count) bytes masked whole: a secret in compressed or damaged text"]
        )
        let harmless = charset.encode(Array("{\"page\":\"one\"}".utf8)) + tail
        #expect(try Self.redact(Self.answer(harmless)).body == Body(harmless))
    }

    @Test(
        arguments: [
            [.gzip], [.deflate], [.brotli], [.zstandard], [.gzip, .gzip], [.brotli, .zstandard, .gzip],
        ] as [[ContentCoding]]
    )
    func `what is compressed and does not say so is masked whole only with a secret in it`(
        codings: [ContentCoding]
    ) throws {
        for text in [Self.json, Charset(.utf16le).encode(Self.json)] {
            let secret = try ContentCoding.encode(text, codings: codings)
            let (body, _) = try Self.redact(Self.answer(secret))
            #expect(body.content == .withheld(length: secret.count, reason: .hidden))
        }
        let harmless = try ContentCoding.encode(Array("{\"page\":1}".utf8), codings: codings)
        #expect(try Self.redact(Self.answer(harmless)).body == Body(harmless))
    }

    @Test func `the part of a broken download that can be read counts`() throws {
        var text = Self.json
        for page in 0..<20_000 { text += "{\"page\":\(page)}".utf8 }
        let part = Array(try ContentCoding.gzip.encode(text).dropLast(1_000))
        #expect(try Self.redact(Self.answer(part)).body.content == .withheld(length: part.count, reason: .hidden))
    }

    @Test(arguments: [ContentCoding.gzip, .brotli, .zstandard])
    func `a bomb is masked whole and says why`(coding: ContentCoding) throws {
        let bomb = try coding.encode([UInt8](repeating: 0x20, count: 20 << 20))
        for fields in [[("Content-Encoding", coding.name)], []] {
            let (body, notes) = try Self.redact(Self.answer(bomb, fields))
            #expect(body.content == .withheld(length: bomb.count, reason: .overLimit))
            #expect(notes == ["response body of \(bomb.count) bytes masked whole: longer than the capture limit"])
        }
    }

    /// A message of gRPC, and one in a stream behind one that is not compressed.
    @Test(arguments: [ContentCoding.gzip, .deflate], [false, true])
    func `compressed messages of gRPC`(coding: ContentCoding, isSecond: Bool) throws {
        func message(_ bytes: [UInt8], isCompressed: Bool) throws -> [UInt8] {
            let content = isCompressed ? try coding.encode(bytes) : bytes
            return [isCompressed ? 1 : 0, 0, 0, UInt8(content.count >> 8), UInt8(content.count & 0xFF)] + content
        }
        let first = isSecond ? try message([0x0A, 0x01, 0x41], isCompressed: false) : []
        let type = [("Content-Type", "application/grpc+proto")]
        let secret = first + (try message([0x0A, 0x20] + Self.json, isCompressed: true))
        let (body, _) = try Self.redact(Self.answer(secret, type))
        #expect(body.content == .withheld(length: secret.count, reason: .hidden))
        let harmless = first + (try message([0x0A, 0x20] + Array("{\"page\":1}".utf8), isCompressed: true))
        #expect(try Self.redact(Self.answer(harmless, type)).body == Body(harmless))
    }

    @Test func `files of a zip archive`() throws {
        func file(_ name: String, _ content: [UInt8]) throws -> [UInt8] {
            // Without the two bytes before and the four behind what zlib wraps.
            let deflated = try ContentCoding.deflate.encode(content).dropFirst(2).dropLast(4)
            return [0x50, 0x4B, 3, 4, 20, 0, 8, 0, 8, 0] + [UInt8](repeating: 0, count: 16)
                + [UInt8(name.utf8.count), 0, 0, 0] + name.utf8 + deflated
        }
        let readme = try file("README", Array("nothing to see".utf8))
        let secret = readme + (try file("token.json", Self.json))
        #expect(try Self.redact(Self.answer(secret)).body.content == .withheld(length: secret.count, reason: .hidden))
        #expect(try Self.redact(Self.answer(readme)).body == Body(readme))
        // Cut off wherever: what can be read counts.
        for count in 0..<secret.count { _ = try Self.redact(Self.answer(Array(secret.prefix(count)))) }
    }

    @Test(arguments: [ContentCoding.gzip, .zstandard])
    func `a compressed part of multipart`(coding: ContentCoding) throws {
        func upload(_ file: [UInt8]) -> Exchange {
            let head = "--b1\r\nContent-Disposition: form-data; name=\"log\"; filename=\"app.log.gz\"\r\n\r\n"
            let type = ("Content-Type", "multipart/form-data; boundary=b1")
            var exchange = Sample.exchange("POST", "/upload", [type], "x")
            exchange.request.body = Body(Array(head.utf8) + file + Array("\r\n--b1--\r\n".utf8))
            return exchange
        }
        var redactor = Redactor()
        let secret = upload(try coding.encode(Self.json))
        let body = redactor.redact(secret).redacted.exchange.request.body
        #expect(body.content == .withheld(length: secret.request.body.bytes.count, reason: .hidden))
        let harmless = upload(try coding.encode(Array("{\"page\":1}".utf8)))
        #expect(redactor.redact(harmless).redacted.exchange.request.body == harmless.request.body)
    }

    /// Somebody put it into a cassette by hand.
    @Test func `compressed text in an entry that was redacted`() throws {
        var redactor = Redactor()
        var entry = redactor.redact(Self.answer(Array("x".utf8))).redacted.exchange
        entry.response?.body = Body(try ContentCoding.gzip.encode(Self.json))
        let again = redactor.redactAgain(try CassetteEntry(exchange: entry, extension: nil))
        let length = try #require(entry.response).body.bytes.count
        #expect(again.exchange.response?.body.content == .withheld(length: length, reason: .hidden))
    }

    @Test func `pictures and archives are kept`() throws {
        var sample = Sample(seed: 5)
        var picture: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        for _ in 0..<2_000 { picture += withUnsafeBytes(of: sample.next()) { Array($0) } }
        #expect(try Self.redact(Self.answer(picture)).body == Body(picture))
        let archive = try ContentCoding.gzip.encode(picture)
        #expect(try Self.redact(Self.answer(archive)).body == Body(archive))
    }

    /// Whatever a body is in, and whatever its fields say of it: nobody gets the token out of what is written.
    @Test(arguments: 1...60)
    func `no coding hides a token`(seed: Int) throws {
        var sample = Sample(seed: UInt64(seed))
        func pick<Value>(_ values: [Value]) -> Value { values[Int(sample.next() % UInt64(values.count))] }
        let codings: [ContentCoding] = [.gzip, .deflate, .brotli, .zstandard]
        for _ in 0..<10 {
            var bytes = Self.json + Array(sample.base62(200).utf8)
            if let form = pick([nil, nil, nil] + Charset.Form.allCases.map { $0 }) {
                bytes = Charset(form, hasMark: pick([true, false])).encode(bytes) + pick([[], [], [0x61], [0, 0xD8]])
            }
            let applied = (0..<pick([0, 1, 1, 2, 3])).map { _ in pick(codings) }
            bytes = try ContentCoding.encode(bytes, codings: applied)
            bytes = Array(bytes.dropLast(pick([0, 0, 1, 40]))) + pick([[], [], [1, 2, 3]])
            let claimed = pick([applied, applied, [], [pick(codings)], applied + [pick(codings)]])
            let fields = claimed.isEmpty ? [] : [("Content-Encoding", claimed.map(\.name).joined(separator: ", "))]
            let (body, _) = try Self.redact(Self.answer(bytes, fields))
            #expect(!Self.reveals(body.bytes, depth: 4), "\(applied) as \(claimed)")
        }
    }

    private static func reveals(_ bytes: [UInt8], depth: Int) -> Bool {
        let plain = bytes.filter { $0 != 0 }
        if plain.firstIndex(of: Array(Sample.token.utf8)) != nil { return true }
        guard depth > 0, !bytes.isEmpty else { return false }
        return [ContentCoding.gzip, .deflate, .brotli, .zstandard].contains { coding in
            reveals(coding.decodePrefix(bytes, limit: 100_000).bytes, depth: depth - 1)
        }
    }
}
