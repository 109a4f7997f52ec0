import NIOCore
import Wire

/// Responses: the cuts do not matter, and a head that was taken is taken again after it was written.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzResponses(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard let input = FuzzInput(start, count) else { return 0 }
    let kinds: [MethodKind] = [.other, .head, .connect]
    let requests = [kinds[input.choice % 3], kinds[input.choice / 3 % 3], .other]
    let upgrade = input.choice & 1 == 0
    let whole = Transcript.responses([input.traffic], to: requests, upgrade: upgrade, atEnd: true)
    require(
        Transcript.responses(input.pieces, to: requests, upgrade: upgrade, atEnd: true) == whole,
        "the cut matters"
    )
    require(
        Transcript.responses(singly(input.traffic), to: requests, upgrade: upgrade, atEnd: true) == whole,
        "the cuts matter"
    )

    var decoder = ResponseDecoder()
    for request in requests { decoder.expect(request, upgrade: upgrade) }
    decoder.receive(input.traffic)
    while let event = try? decoder.next() {
        if case .head(let head, _) = event { check(head, requests, upgrade) }
    }
    return 0
}

private func check(_ head: ResponseHead, _ requests: [MethodKind], _ upgrade: Bool) {
    var edit = HeadEdit()
    edit.keepsUpgrade = true
    var written = ByteBuffer()
    head.write(edit, into: &written)
    let taken = requests.contains { request in
        var decoder = ResponseDecoder()
        decoder.expect(request, upgrade: upgrade)
        decoder.receive(written)
        guard case .head(let again, _)? = try? decoder.next() else { return false }
        return again.status == head.status && again.reason == head.reason
    }
    require(taken, "the written head is refused or read differently")
}
