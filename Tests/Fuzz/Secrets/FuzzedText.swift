@testable import Secrets

/// The input of one run as a text to be scanned.
func fuzzedText(_ start: UnsafePointer<UInt8>, _ count: Int) -> View {
    View(Array(UnsafeBufferPointer(start: start, count: count)))
}

/// Stops the run: libFuzzer keeps the input as a finding.
func require(_ condition: Bool, _ message: @autoclosure () -> String) {
    precondition(condition, message())
}

/// What every scanner promises: values stand in the text, and there are not more of them than bytes.
func check(_ values: [View], in text: View) {
    require(values.count <= 4 * text.bytes.count + 4, "\(values.count) values in \(text.bytes.count) bytes")
    for value in values {
        let source = value.source
        require(source.lowerBound >= 0 && source.upperBound <= text.bytes.count, "a value stands outside of the text")
    }
}
