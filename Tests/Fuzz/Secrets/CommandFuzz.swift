@testable import Secrets

/// The arguments of commands.
func fuzz(_ input: [UInt8]) {
    check(input) { CommandFields.scan($0).map(\.value) }
}
