import Capture
import Foundation
import Testing

/// The strict parser against Foundation's: both accept the same texts and see the same values, but for what
/// Foundation is known to do its own way.
@Suite struct JSONDifferentialTests {
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func agreesWithFoundation(seed: UInt64) throws {
        var generator = JSONGenerator(seed: seed)
        var accepted = 0
        for _ in 0..<150 {
            // Foundation accepts a comma before `}`.
            let bytes = withoutTrailingCommas(generator.almostJSON())
            let oracle = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            let value = try? JSONValue(parsing: bytes)
            // Foundation refuses numbers beyond the range of Double.
            if let value, hasHugeNumber(value) { continue }
            let text = String(decoding: bytes, as: UTF8.self)
            #expect((value == nil) == (oracle == nil), "\(text)")
            if let value, let oracle {
                accepted += 1
                #expect(isSame(value, oracle), "\(text)")
            }
        }
        #expect(accepted > 20)
    }

    private func withoutTrailingCommas(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        for byte in bytes {
            if byte == UInt8(ascii: "}"), let last = result.lastIndex(where: { !" \n\t\r".utf8.contains($0) }),
                result[last] == UInt8(ascii: ",")
            {
                result.remove(at: last)
            }
            result.append(byte)
        }
        return result
    }

    private func hasHugeNumber(_ value: JSONValue) -> Bool {
        switch value {
        case .number: value.double?.isFinite != true
        case .array(let elements): elements.contains(where: hasHugeNumber)
        case .object(let members): members.contains { hasHugeNumber($0.value) }
        case .string, .bool, .null: false
        }
    }

    private func isSame(_ value: JSONValue, _ oracle: Any) -> Bool {
        switch value {
        case .null: oracle is NSNull
        case .bool(let flag): oracle as? Bool == flag
        // Foundation goes through Decimal and so may be off in the last digit.
        case .number:
            (oracle as? NSNumber).map { number in
                abs(number.doubleValue - (value.double ?? .nan)) <= abs(number.doubleValue) * 1e-14
            } ?? false
        case .string(let text): (oracle as? String).map { isSame(text, $0) } ?? false
        case .array(let elements):
            (oracle as? [Any]).map { other in
                other.count == elements.count && zip(elements, other).allSatisfy { isSame($0, $1) }
            } ?? false
        case .object(let members):
            (oracle as? [String: Any]).map { other in
                other.allSatisfy { name, theirs in
                    members.contains { isSame($0.name, name) && isSame($0.value, theirs) }
                }
            } ?? false
        }
    }

    /// Foundation drops some U+FEFF.
    private func isSame(_ text: String, _ oracle: String) -> Bool {
        text.unicodeScalars.filter { $0 != "\u{FEFF}" }.elementsEqual(
            oracle.unicodeScalars.filter { $0 != "\u{FEFF}" }
        )
    }
}
