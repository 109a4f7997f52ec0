@testable import Secrets

/// JSON, strict or not.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = fuzzedText(start, count)
    check(JSONFields.scan(text).map(\.value), in: text)
    return 0
}
