import NIOCore
import Wire

/// ClientHello: more bytes never change an answer other than "need more".
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzClientHello(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard let input = FuzzInput(start, count) else { return 0 }
    let whole = ClientHello.peek(input.traffic)
    let first = ClientHello.peek(input.pieces[0])
    require(first == .needMore || first == whole, "more bytes change the answer")
    return 0
}
