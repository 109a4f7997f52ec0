import NIOCore
import Testing
import Wire

@Suite struct WireErrorTests {
    @Test(arguments: Refusal.requests)
    func saysWhatWhereAndNoByteOfTheTraffic(_ refusal: Refusal) throws {
        let marker = "S3NT1NEL"
        let input = refusal.input.replacing("/ HTTP", with: "/\(marker) HTTP").replacing("X: a", with: "X: a\(marker)")
        let error = try #require(Transcript.requests([bytes(input)]).error)
        #expect(error.description.hasPrefix("the client's request was refused: "))
        #expect(!error.description.contains(marker))
        #expect(error.code.requestStatus == error.status)
    }

    @Test func namesTheByte() {
        let error = Transcript.requests([bytes("GET / HTTP/1.1\r\nHost: h\r\nX : y\r\n\r\n")]).error
        #expect(error?.offset == 26)
        #expect(
            error?.description
                == "the client's request was refused: there is whitespace between a field name and its colon "
                + "(RFC 9112 §5.1) (byte 26 of the head)"
        )
    }

    @Test(arguments: [
        ("0\r\nA : b\r\n\r\n", " (byte 1 of the trailers)"), ("1;\u{1}\r\n", " (byte 2 of the chunk line)"),
    ])
    func namesThePart(_ body: String, place: String) throws {
        let head = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
        let error = try #require(Transcript.requests([bytes(head + body)]).error)
        #expect(error.description.hasSuffix(place))
    }

    @Test func aResponseIsTheServersFault() {
        let error = Transcript.responses([bytes("ICY 200 OK\r\n\r\n")]).error
        #expect(error?.sender == .server)
        #expect(error?.status == 502)
        #expect(error?.description.hasPrefix("the server's response was refused: ") == true)
    }
}
