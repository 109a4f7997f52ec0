@testable import Secrets

/// Lines of `name: value`.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = fuzzedText(start, count)
    let content = LineFields.scan(text)
    check(content.fields.map(\.value) + content.rest, in: text)
    return 0
}
