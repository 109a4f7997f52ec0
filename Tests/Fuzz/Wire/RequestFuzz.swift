import NIOCore
import Wire

/// Requests: the cuts do not matter, and a head that was taken is taken again after it was written.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRequests(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard let input = FuzzInput(start, count) else { return 0 }
    let whole = Transcript.requests([input.traffic], atEnd: true)
    require(Transcript.requests(input.pieces, atEnd: true) == whole, "the cut matters")
    require(Transcript.requests(singly(input.traffic), atEnd: true) == whole, "the cuts matter")

    var decoder = RequestDecoder()
    decoder.receive(input.traffic)
    while let event = try? decoder.next() {
        if case .head(let head, let framing) = event { check(head, framing, input.choice) }
        if decoder.isPaused && input.choice & 1 == 0 { decoder.resume() }
    }
    _ = decoder.takeRemaining()
    return 0
}

private func check(_ head: RequestHead, _ framing: BodyFraming, _ choice: Int) {
    var edit = HeadEdit()
    edit.target = choice & 1 == 0 ? .originForm : .asReceived
    edit.dropsHopByHop = choice & 2 == 0
    edit.keepsUpgrade = choice & 4 == 0
    edit.keepsTrailers = choice & 8 == 0
    edit.connection = choice & 16 == 0 ? ["close"] : []
    edit.set = choice & 32 == 0 ? [HeadEdit.Field("Via", "x")] : []
    var written = ByteBuffer()
    head.write(edit, into: &written)

    var decoder = RequestDecoder()
    decoder.receive(written)
    guard case .head(let again, let framingAgain)? = try? decoder.next() else {
        require(head.bytes.readableBytes > 100 * 1024, "the written head is refused")
        return
    }
    require(framingAgain == framing, "the written head has another framing")
    require(again.method == head.method && again.version == head.version, "the written head has another start")
    require(again.host?.lowercased() == head.host?.lowercased(), "the written head names another host")
    require(decoder.takeRemaining().readableBytes == 0, "there is more than the written head")
    require(!edit.dropsHopByHop || !again.fields.contains("keep-alive"), "a hop-by-hop field is left")
}
