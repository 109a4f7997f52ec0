@testable import Secrets

/// Pairs in text that is no format.
func fuzz(_ input: [UInt8]) {
    for isProse in [false, true] {
        check(input) { TextFields.scan($0, isProse: isProse).map(\.value) }
    }
}
