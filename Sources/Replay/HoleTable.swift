import Capture
import Secrets

/// What is known of the placeholders of a cassette: how to match, to mint and to fill each.
struct HoleTable: Sendable {
    /// How deep wrappers may lie in one another. What is deeper, or holds itself, is minted as if it held nothing.
    static let maximumDepth = 4

    private var descriptors: [Placeholder: Descriptor] = [:]
    /// The values that are the same in every session: minted, or a wrapper around nothing else.
    private var constants: [Placeholder: [UInt8]] = [:]
    private var issuers: [[UInt8]: Placeholder] = [:]

    /// Reads the descriptors of all entries. A placeholder without one is the client's when it is first seen in a
    /// request, and issued when it is first seen in a response.
    init(_ entries: [CassetteEntry]) {
        for entry in entries {
            for descriptor in entry.descriptors where descriptors[descriptor.placeholder] == nil {
                descriptors[descriptor.placeholder] = descriptor
            }
        }
        for entry in entries {
            let readable = ReadableExchange(decoded: entry.exchange)
            for surface in readable.surfaces {
                for (placeholder, _) in Placeholder.all(in: readable[surface]) where descriptors[placeholder] == nil {
                    descriptors[placeholder] = Descriptor(
                        placeholder: placeholder,
                        matchClass: surface.isRequest ? .held : .issued
                    )
                }
            }
        }
        for placeholder in descriptors.keys {
            guard let value = constant(placeholder, depth: 0) else { continue }
            constants[placeholder] = value
            if matchClass(of: placeholder) == .issued { issuers[value] = placeholder }
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
    func isBearer(_ placeholder: Placeholder, depth: Int = 0) -> Bool {
        guard !placeholder.kind.isBearerToken else { return true }
        guard let wrapper = wrapper(of: placeholder), depth < Self.maximumDepth else { return false }
        return wrapper.template.placeholders.contains { isBearer($0, depth: depth + 1) }
    }

    /// The value that fills a placeholder: its binding, or else what is minted for it.
    func value(of placeholder: Placeholder, bindings: Bindings, depth: Int = 0) -> [UInt8] {
        if let value = constants[placeholder] ?? bindings[placeholder] { return value }
        guard let wrapper = wrapper(of: placeholder), depth < Self.maximumDepth else {
            return Mint.mint(placeholder, shape: descriptors[placeholder]?.shape)
        }
        return wrapper.encoding.encode(
            wrapper.template.fill { value(of: $0, bindings: bindings, depth: depth + 1) }
        )
    }

    private func constant(_ placeholder: Placeholder, depth: Int) -> [UInt8]? {
        guard let descriptor = descriptors[placeholder], depth < Self.maximumDepth else { return nil }
        guard let wrapper = descriptor.wrapper else {
            let isClients = descriptor.matchClass == .held || descriptor.matchClass == .echo
            return isClients ? nil : Mint.mint(placeholder, shape: descriptor.shape)
        }
        guard descriptor.matchClass != .echo else { return nil }
        var filled: [UInt8] = []
        for segment in wrapper.template.segments {
            switch segment {
            case .literal(let bytes):
                filled += bytes
            case .hole(let inner):
                guard let value = constant(inner, depth: depth + 1) else { return nil }
                filled += value
            }
        }
        return wrapper.encoding.encode(filled)
    }
}
