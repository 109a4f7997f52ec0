import NIOCore
import Testing

@testable import Wire

/// The Host of a CONNECT request says nothing: clients write the proxy's own name there.
struct ConnectHostTests {
    @Test(arguments: ["b:443", "a:80", "127.0.0.1:8080"])
    func `the target of a tunnel is that of the request line`(host: String) throws {
        var decoder = RequestDecoder()
        decoder.receive(ByteBuffer(string: "CONNECT a:443 HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n"))
        guard case .head(let head, _)? = try decoder.next() else {
            Issue.record("no head")
            return
        }
        #expect(head.authority?.port == 443)
        #expect(try decoder.next().map { if case .end = $0 { true } else { false } } == true)
        #expect(decoder.isPaused)
    }
}
