@testable import Secrets

/// URLs: userinfo, path, query, fragment; and URLs in text.
func fuzz(_ input: [UInt8]) {
    check(input) { URLFields.scan($0).map(\.field.value) }
    check(input, URLFields.urls)
}
