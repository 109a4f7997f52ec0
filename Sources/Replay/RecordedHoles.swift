import Capture
import Secrets

/// Where recorded requests have secrets. What stands there in a live request is one too, whatever it looks like.
struct RecordedHoles {
    private var names: [RequestField.Name: [Placeholder]] = [:]
    private var segments: [Segment: Placeholder] = [:]

    /// A segment of a path, by its place and the number of all.
    private struct Segment: Hashable {
        var index: Int
        var count: Int
    }

    /// The holes of recorded requests.
    init(_ recorded: [RequestReading]) {
        for request in recorded {
            for field in request.fields {
                let placeholders = Template(field.value).placeholders
                if placeholders.count > names[field.name]?.count ?? 0 { names[field.name] = placeholders }
            }
            let path = Self.segments(request.address.path)
            for (index, segment) in path.enumerated() {
                guard let placeholder = Template(Array(segment)).placeholders.first else { continue }
                segments[Segment(index: index, count: path.count)] = placeholder
            }
        }
    }

    /// Whether values of a name have holes.
    func has(_ name: RequestField.Name) -> Bool {
        names[name] != nil
    }

    /// A masked value as it may be shown.
    func value(_ masked: [UInt8], of name: RequestField.Name, _ mask: LiveMask) -> String {
        let expected = names[name] ?? []
        if let placeholder = expected.first, Template(masked).placeholders.count < expected.count {
            return Self.another(placeholder)
        }
        return mask.text(masked)
    }

    /// A masked path as it may be shown.
    func path(_ masked: [UInt8], _ mask: LiveMask) -> String {
        let path = Self.segments(masked)
        return path.enumerated().map { index, segment in
            let placeholder = segments[Segment(index: index, count: path.count)]
            let isFound = !Template(Array(segment)).isLiteral
            return placeholder.flatMap { isFound ? nil : Self.another($0) } ?? mask.text(Array(segment))
        }.joined(separator: "/")
    }

    /// A masked request target as it may be shown.
    func target(_ masked: [UInt8], _ mask: LiveMask) -> String {
        let url = URLTarget(masked)
        let path = path(Array(masked[url.path]), mask)
        guard let query = url.query else { return path }
        let pairs = masked[query].split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false).map { pair in
            let pair = Array(pair)
            guard let field = BodyFields.parameters(pair).first, names[field.name] != nil, Template(pair).isLiteral
            else {
                return mask.text(pair)
            }
            let name = mask.text(Array(pair.prefix { $0 != UInt8(ascii: "=") }))
            return "\(field.name.name.isEmpty ? "" : "\(name)=")\(value(field.value, of: field.name, mask))"
        }
        return "\(path)?\(pairs.joined(separator: "&"))"
    }

    private static func segments(_ path: [UInt8]) -> [ArraySlice<UInt8>] {
        path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    }

    private static func another(_ placeholder: Placeholder) -> String {
        "(another \(placeholder.kind))"
    }
}
