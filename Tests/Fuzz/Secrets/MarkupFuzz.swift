@testable import Secrets

/// XML and HTML.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = fuzzedText(start, count)
    for context in [FieldRule.Contexts.xml, .html] {
        let content = MarkupFields.scan(text, context: context)
        check(content.fields.map(\.value) + content.scripts + content.links + content.comments, in: text)
    }
    return 0
}
