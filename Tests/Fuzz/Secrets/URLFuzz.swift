@testable import Secrets

/// URLs: userinfo, path, query, fragment.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = fuzzedText(start, count)
    check(URLFields.scan(text).map(\.field.value), in: text)
    check(URLFields.urls(in: text), in: text)
    return 0
}
