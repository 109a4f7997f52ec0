@testable import Secrets

/// Event streams.
func fuzz(_ input: [UInt8]) {
    check(input, EventStreamFields.scan)
}
