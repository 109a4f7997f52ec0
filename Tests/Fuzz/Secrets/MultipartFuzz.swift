@testable import Secrets

/// Multipart content.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = fuzzedText(start, count)
    check(MultipartFields.scan(text, boundary: "b1").map(\.field.value), in: text)
    return 0
}
