@testable import Secrets

/// JSON, strict or not.
func fuzz(_ input: [UInt8]) {
    check(input) { JSONFields.scan($0).map(\.value) }
}
