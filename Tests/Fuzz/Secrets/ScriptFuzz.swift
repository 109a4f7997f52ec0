@testable import Secrets

/// The literals of scripts.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = fuzzedText(start, count)
    let content = ScriptFields.scan(text)
    check(content.fields.map(\.value) + content.comments, in: text)
    return 0
}
