@testable import Secrets

/// Tables with a line of names.
func fuzz(_ input: [UInt8]) {
    check(input) { TableFields.scan($0, separator: UInt8(ascii: ",")).map(\.value) }
}
