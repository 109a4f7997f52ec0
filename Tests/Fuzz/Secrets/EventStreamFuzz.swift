@testable import Secrets

/// Event streams.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = fuzzedText(start, count)
    check(EventStreamFields.scan(text), in: text)
    return 0
}
