import NIOCore
import Wire

/// Chunked bodies: the cuts do not matter, and what was decoded is decoded again after it was encoded.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzChunked(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard let input = FuzzInput(start, count) else { return 0 }
    let head = bytes("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n")
    let whole = Transcript.requests([head, input.traffic], atEnd: true)
    require(Transcript.requests([head] + input.pieces, atEnd: true) == whole, "the cut matters")
    require(Transcript.requests([head] + singly(input.traffic), atEnd: true) == whole, "the cuts matter")

    var decoder = RequestDecoder()
    decoder.receive(head)
    decoder.receive(input.traffic)
    var encoded = head
    var content = ""
    while let event = try? decoder.next() {
        switch event {
        case .head, .chunk: break
        case .body(let slice):
            content += latin1(slice)
            ChunkedEncoder.writeChunk(slice, into: &encoded)
        case .end(let trailers):
            ChunkedEncoder.writeEnd(trailers: trailers, into: &encoded)
            let again = Transcript.requests([encoded], atEnd: true)
            require(again.error == nil, "the encoded body is refused")
            let contentAgain = again.steps.reduce(into: "") { all, step in
                if case .body(let bytes) = step { all += bytes }
            }
            require(contentAgain == content, "the encoded body is another one")
        }
    }
    return 0
}
