import Capture
import Testing

/// Contents that are not in the codings that their fields name.
@Suite struct BodyCodingTests {
    private static let text = Array("{\"access_token\":\"obviously-fake\"}".utf8)

    private func decoded(_ bytes: [UInt8], _ coding: String, limit: Int = 1_000, type: String = "") -> Body {
        var body = Body(bytes)
        body.decode(
            fields: [HeaderField("Content-Encoding", coding), HeaderField("Content-Type", type)],
            limit: limit
        )
        return body
    }

    @Test(arguments: ["gzip", "deflate", "br", "zstd", "gzip, br", "x-gzip, deflate"])
    func plainTextUnderACoding(claimed: String) throws {
        for text in ["{\"a\":1}", "<a/>", "a=b&c=d", "x", "0", "\u{FEFF}[1,2,3]", "Zoë"] {
            let body = decoded(Array(text.utf8), claimed)
            #expect(body.content == .bytes(Array(text.utf8)))
            #expect(body.codings == [])
            let fields = [HeaderField("Content-Encoding", claimed)]
            #expect(try body.encode(body.bytes, fields: fields) == Array(text.utf8))
        }
    }

    @Test func codingsThatWereAppliedOnceOrUnderAnotherName() throws {
        let gzip = try ContentCoding.gzip.encode(Self.text)
        let zstandard = try ContentCoding.zstandard.encode(Self.text)
        for (bytes, claimed, actual): ([UInt8], String, ContentCoding) in [
            (gzip, "gzip, gzip", .gzip), (gzip, "br", .gzip), (gzip, "deflate", .gzip), (zstandard, "gzip", .zstandard),
            (gzip, "br, gzip", .gzip), (try ContentCoding.brotli.encode(Self.text), "gzip, br", .brotli),
        ] {
            let body = decoded(bytes, claimed)
            #expect(body.content == .bytes(Self.text), "\(claimed)")
            #expect(body.codings == [actual], "\(claimed)")
            let again = try body.encode(body.bytes, fields: [HeaderField("Content-Encoding", claimed)])
            #expect(decoded(again, claimed) == body)
        }
    }

    @Test func codingsAsClaimedAreNotTold() throws {
        let stack: [ContentCoding] = [.gzip, .zstandard, .brotli]
        let bytes = try ContentCoding.encode(Self.text, codings: stack)
        let body = decoded(bytes, "gzip, zstd, br")
        #expect(body == Body(Self.text))
        #expect(try body.encode(body.bytes, fields: [HeaderField("Content-Encoding", "gzip, zstd, br")]) == bytes)
        #expect(decoded(Self.text, "utf-8") == Body(Self.text))
    }

    @Test func whatCannotBeDecodedIsWithheld() throws {
        let gzip = try ContentCoding.gzip.encode(Self.text)
        func withheld(_ bytes: [UInt8], _ reason: Body.Withheld) -> Body.Content {
            .withheld(length: bytes.count, reason: reason)
        }
        #expect(decoded(gzip.dropLast(), "gzip").content == withheld(gzip.dropLast(), .undecodable))
        #expect(decoded(gzip, "gzip", limit: 5).content == withheld(gzip, .overLimit))
        #expect(decoded(Self.text, "aws-chunked").content == withheld(Self.text, .undecodable))
        #expect(decoded(gzip, "gzip, gzip, gzip, gzip, gzip").content == withheld(gzip, .undecodable))
        let image: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0]
        #expect(decoded(image, "gzip").content == withheld(image, .undecodable))
    }

    @Test func theCharsetIsUnderTheCoding() throws {
        let charset = Charset(.utf16be, hasMark: true)
        let bytes = try ContentCoding.gzip.encode(charset.encode(Self.text))
        let body = decoded(bytes, "gzip")
        #expect(body == Body(.bytes(Self.text), framing: .length, charset: charset))
        #expect(try body.encode(body.bytes, fields: [HeaderField("Content-Encoding", "gzip")]) == bytes)
    }
}
