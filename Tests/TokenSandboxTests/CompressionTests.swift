import Testing
import TokenSandbox

@Suite("Content codings and validators")
struct CompressionTests {
    @Test(
        "gzip when it is asked for",
        arguments: [
            ("gzip, deflate", true), ("deflate, gzip;q=0.5", true), ("identity", false), ("gzip;q=0", false),
            ("gzip; q=0.000", false), ("xgzip", false),
        ]
    )
    func gzip(accepted: String, isCoded: Bool) throws {
        let shop = try Shop()
        let plain = shop.get("/wire/gzip")
        let answer = shop.get("/wire/gzip", ["Accept-Encoding": accepted])
        #expect((answer.field("Content-Encoding") == "gzip") == isCoded)
        guard isCoded else {
            #expect(answer.text == plain.text)
            return
        }
        #expect(answer.field("Vary") == "Accept-Encoding")
        #expect(answer.body.starts(with: [0x1F, 0x8B, 8]))
        // RFC 1952 §2.3.1: the last four bytes are the length of the content.
        let length = answer.body.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        #expect(length == plain.body.count)
        #expect(answer.body.count < plain.body.count / 4)
    }

    @Test("token answers too, so that a token is inside a coded body")
    func codedToken() throws {
        let shop = try Shop()
        let answer = shop.postToken("grant_type=password", ["Accept-Encoding": "gzip"])
        #expect(answer.field("Content-Encoding") == "gzip")
        let token = try #require(shop.sandbox.issuedSecrets.last { $0.kind == .accessToken }?.value)
        #expect(!answer.body.contains(Array(token.utf8)))
    }

    @Test("304 when the client has it already")
    func notModified() throws {
        let shop = try Shop()
        let first = shop.get("/wire/etag", ["Accept-Encoding": "gzip"])
        let tag = try #require(first.field("ETag"))
        #expect(first.status == 200 && first.field("Content-Encoding") == nil)
        let second = shop.get("/wire/etag", ["If-None-Match": tag])
        #expect(second.status == 304 && second.body.isEmpty)
        #expect(second.field("ETag") == tag)
    }

    @Test("images and echoes are left as they are", arguments: ["/pixel.gif", "/wire/echo"])
    func untouched(path: String) throws {
        let fields = ["Accept-Encoding": "gzip", "Content-Type": "text/plain"]
        let answer = try Shop().send("GET", path, fields, body: "echo")
        #expect(answer.field("Content-Encoding") == nil)
        #expect(!answer.body.isEmpty)
    }
}
