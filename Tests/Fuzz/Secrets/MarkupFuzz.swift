@testable import Secrets

/// XML and HTML.
func fuzz(_ input: [UInt8]) {
    for context in [FieldRule.Contexts.xml, .html] {
        check(input) { text in
            let content = MarkupFields.scan(text, context: context)
            return content.fields.map(\.value) + content.scripts + content.links + content.comments + content.documents
        }
    }
}
