@testable import Secrets

/// The arguments of commands.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = fuzzedText(start, count)
    check(CommandFields.scan(text).map(\.value), in: text)
    return 0
}
