@testable import Secrets

/// Pairs of queries, fragments and forms.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = fuzzedText(start, count)
    check(PairFields.scan(text, context: .form).map(\.value), in: text)
    return 0
}
