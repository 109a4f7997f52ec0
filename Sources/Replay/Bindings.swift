import Secrets

/// The live values that stand where the cassette has placeholders, in one session. In memory only.
struct Bindings: Sendable {
    private var values: [Placeholder: [UInt8]] = [:]
    private var owners: [Owner: Placeholder] = [:]

    private struct Owner: Hashable, Sendable {
        var kind: Kind
        var value: [UInt8]
    }

    /// The value that a placeholder is bound to.
    subscript(placeholder: Placeholder) -> [UInt8]? {
        values[placeholder]
    }

    /// All that is bound, in an order that is the same in every run.
    var all: [(placeholder: Placeholder, value: [UInt8])] {
        values.sorted { Placeholder.precedes($0.key, $1.key) }.map { ($0.key, $0.value) }
    }

    /// The placeholder of a kind whose value this is and stays.
    func owner(of value: [UInt8], kind: Kind) -> Placeholder? {
        owners[Owner(kind: kind, value: value)]
    }

    /// Any placeholder whose value this is and stays.
    func owner(of value: [UInt8]) -> Placeholder? {
        owners.filter { $0.key.value == value }.values.min(by: Placeholder.precedes)
    }

    /// Binds a value for good.
    mutating func hold(_ value: [UInt8], as placeholder: Placeholder) {
        values[placeholder] = value
        owners[Owner(kind: placeholder.kind, value: value)] = placeholder
    }

    /// Binds a value until the next one comes.
    mutating func echo(_ value: [UInt8], as placeholder: Placeholder) {
        values[placeholder] = value
    }
}

extension Placeholder {
    /// An order that is the same in every run.
    static func precedes(_ left: Placeholder, _ right: Placeholder) -> Bool {
        (left.kind.rawValue, left.number) < (right.kind.rawValue, right.number)
    }
}
