@testable import Secrets

/// Hands each input to the target: its `fuzz(_:)`.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    fuzz(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}

/// Stops the run: libFuzzer keeps the input as a finding.
func require(_ condition: Bool, _ message: @autoclosure () -> String) {
    if !condition { fatalError(message()) }
}

/// What every scanner promises of the values it finds, whether the text stands by itself, in another one, or behind an
/// encoding.
func check(_ input: [UInt8], _ scan: (View) -> [View]) {
    let values = check(View(input), in: input, scan)
    let longer = [0x20] + input + [0x20]
    let slice = View(longer).slice(1..<(input.count + 1))
    require(check(slice, in: longer, scan) == values, "where the text stands matters")
    let decoded = View(input).percentDecoded(plusIsSpace: false)
    let plain = View(decoded.bytes)
    require(check(decoded, in: input, scan) == check(plain, in: plain.bytes, scan), "the encoding matters")
}

/// Values stand in the text and in what it was decoded from, there are not more of them than bytes, and what is not
/// decoded stands there as it is. Gives the values.
private func check(_ text: View, in root: [UInt8], _ scan: (View) -> [View]) -> [[UInt8]] {
    let values = scan(text)
    require(values.count <= 4 * text.bytes.count + 4, "\(values.count) values in \(text.bytes.count) bytes")
    for value in values {
        require(text.source.contains(value.source) || value.source.isEmpty, "a value stands outside of the text")
        require(!value.isSlice || root[value.source].elementsEqual(value.bytes), "a value is not what stands there")
        for position in value.bytes.indices {
            let source = value.source(position..<position + 1)
            require(value.source.contains(source), "a byte stands outside of its value")
        }
    }
    return values.map(\.bytes)
}
