@testable import Secrets

/// Tables with a line of names.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = fuzzedText(start, count)
    check(TableFields.scan(text, separator: UInt8(ascii: ",")).map(\.value), in: text)
    return 0
}
