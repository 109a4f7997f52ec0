@testable import Secrets

/// Pairs in text that is no format.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = fuzzedText(start, count)
    for isProse in [false, true] { check(TextFields.scan(text, isProse: isProse).map(\.value), in: text) }
    return 0
}
