@testable import Secrets

/// Pairs of queries, fragments and forms.
func fuzz(_ input: [UInt8]) {
    check(input) { PairFields.scan($0, context: .form).map(\.value) }
}
