import Capture
import Secrets

/// What is known of the placeholders of a cassette: how to match, to mint and to fill each.
struct HoleTable: Sendable {
    /// How deep wrappers may lie in one another, and how many bytes one may hold. What goes beyond it, or holds itself,
    /// is taken for a secret that holds nothing.
    private static let maximumDepth = 8
    private static let maximumSize = 4 << 20

    private var descriptors: [Placeholder: Descriptor] = [:]
    /// The values that are the same in every session: minted, or a wrapper around nothing else.
    private var constants: [Placeholder: [UInt8]] = [:]
    private var issuers: [[UInt8]: Placeholder] = [:]

    /// Reads the descriptors of all entries. A placeholder without one is the client's when it is first seen in a
    /// request, and issued when it is first seen in a response.
    init(_ entries: [CassetteEntry]) {
        var describedAt: [Placeholder: Int] = [:]
        for (index, entry) in entries.enumerated() {
            for descriptor in entry.descriptors where descriptors[descriptor.placeholder] == nil {
                descriptors[descriptor.placeholder] = descriptor
                describedAt[descriptor.placeholder] = index
            }
        }
        let named = entries.flatMap { $0.descriptors.map(\.placeholder) }
        var sizes: [Placeholder: Int] = [:]
        for placeholder in named { _ = limitSize(of: placeholder, depth: 0, known: &sizes) }
        var seen: Set<Placeholder> = []
        for (index, entry) in entries.enumerated() {
            let readable = ReadableExchange(decoded: entry.exchange)
            for surface in readable.surfaces {
                for (placeholder, _) in Placeholder.all(in: readable[surface]) where seen.insert(placeholder).inserted {
                    let isLate = describedAt[placeholder].map { $0 > index } ?? false
                    noteFirst(placeholder, inRequest: surface.isRequest, isDescribedLater: isLate)
                }
            }
        }
        for placeholder in descriptors.keys.sorted(by: Placeholder.precedes) {
            guard let value = makeConstant(placeholder) else { continue }
            if matchClass(of: placeholder) == .issued, issuers[value] == nil { issuers[value] = placeholder }
        }
    }

    /// Takes it that a placeholder appears first in a request, or in a response. What the client had before it was issued
    /// is its own, though it was learned, and described, only when it was.
    private mutating func noteFirst(_ placeholder: Placeholder, inRequest: Bool, isDescribedLater: Bool) {
        let known = descriptors[placeholder]
        if known == nil {
            let matchClass: MatchClass = inRequest ? .held : .issued
            descriptors[placeholder] = Descriptor(placeholder: placeholder, matchClass: matchClass)
        } else if inRequest, isDescribedLater, known?.matchClass == .issued, known?.wrapper == nil {
            descriptors[placeholder]?.matchClass = .held
        }
    }

    /// How a placeholder is matched.
    func matchClass(of placeholder: Placeholder) -> MatchClass {
        descriptors[placeholder]?.matchClass ?? .held
    }

    /// What a placeholder holds.
    func wrapper(of placeholder: Placeholder) -> Wrapper? {
        descriptors[placeholder]?.wrapper
    }

    /// The value that a placeholder has in every session; `nil` when it may depend on the client.
    func constant(_ placeholder: Placeholder) -> [UInt8]? {
        constants[placeholder]
    }

    /// The placeholder that was issued with this value.
    func issuer(of value: [UInt8]) -> Placeholder? {
        issuers[value]
    }

    /// Whether a placeholder is a token that lets its bearer act, or holds one.
    func isBearer(_ placeholder: Placeholder) -> Bool {
        placeholder.kind.isBearerToken
            || wrapper(of: placeholder)?.template.placeholders.contains { isBearer($0) } == true
    }

    /// The value that fills a placeholder: its binding, or else what is minted for it.
    func value(of placeholder: Placeholder, bindings: Bindings) -> [UInt8] {
        if let value = constants[placeholder] ?? bindings[placeholder] { return value }
        guard let wrapper = wrapper(of: placeholder) else {
            return Mint.mint(placeholder, shape: descriptors[placeholder]?.shape)
        }
        return wrapper.encoding.encode(wrapper.template.fill { value(of: $0, bindings: bindings) })
    }

    private mutating func makeConstant(_ placeholder: Placeholder) -> [UInt8]? {
        if let value = constants[placeholder] { return value }
        guard let descriptor = descriptors[placeholder], descriptor.matchClass != .echo else { return nil }
        if let wrapper = descriptor.wrapper {
            for inner in wrapper.template.placeholders where makeConstant(inner) == nil { return nil }
            constants[placeholder] = wrapper.encoding.encode(wrapper.template.fill { constants[$0] ?? [] })
        } else if descriptor.matchClass != .held {
            constants[placeholder] = Mint.mint(placeholder, shape: descriptor.shape)
        }
        return constants[placeholder]
    }

    /// The greatest size of a placeholder's value before encodings, in bytes. A wrapper beyond the limits is dropped.
    private mutating func limitSize(of placeholder: Placeholder, depth: Int, known: inout [Placeholder: Int]) -> Int {
        if let size = known[placeholder] { return size }
        guard let wrapper = descriptors[placeholder]?.wrapper else {
            return descriptors[placeholder]?.shape.map { min($0.length, Mint.maximumLength) } ?? 64
        }
        known[placeholder] = Self.maximumSize + 1  // until it is known; so what holds itself is too large
        var size = depth < Self.maximumDepth ? 0 : Self.maximumSize + 1
        for segment in wrapper.template.segments where size <= Self.maximumSize {
            switch segment {
            case .literal(let bytes): size += bytes.count
            case .hole(let inner): size += limitSize(of: inner, depth: depth + 1, known: &known)
            }
        }
        if size > Self.maximumSize {
            descriptors[placeholder]?.wrapper = nil
            size = 64
        }
        known[placeholder] = size
        return size
    }
}
