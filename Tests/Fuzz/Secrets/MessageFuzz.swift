@testable import Secrets

/// HTTP messages in text.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = fuzzedText(start, count)
    check(MessageText(text, text.range).fields.map(\.value), in: text)
    return 0
}
