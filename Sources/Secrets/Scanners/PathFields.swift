import Capture

/// The segments of a path, and their matrix parameters.
enum PathFields {
    /// The segments in a part of a URL that belongs to a host.
    static func scan(_ view: View, _ path: Range<Int>, host: String) -> [URLFields.Located] {
        let slash = UInt8(ascii: "/")
        let segments = view.bytes[path].split(separator: slash, omittingEmptySubsequences: true).map(\.indices)
        var fields = SecretPath.secrets(in: view.bytes, segments: segments, host: host).map { secret in
            located("", view.slice(secret.range), secret.rule)
        }
        for segment in segments {
            for part in view.bytes[segment].split(separator: UInt8(ascii: ";")) {
                if part.contains(UInt8(ascii: "~")), let signed = signedFields(view, part.indices) {
                    fields += signed
                } else {
                    fields.append(field(view, part.indices))
                }
            }
        }
        return fields
    }

    /// The pairs of `exp=...~acl=...~hmac=...`, also behind a name (`hdntl=exp=...`), by which content networks sign paths;
    /// `nil` when a segment is no such list.
    private static func signedFields(_ view: View, _ range: Range<Int>) -> [URLFields.Located]? {
        let equals = UInt8(ascii: "=")
        let pairs = view.bytes[range].split(separator: UInt8(ascii: "~")).compactMap { pair in
            pair.lastIndex(of: equals).map { end in
                let start = pair[..<end].lastIndex(of: equals).map { $0 + 1 } ?? pair.startIndex
                let label = String(decoding: pair[start..<end], as: UTF8.self)
                return located(label, view.slice((end + 1)..<pair.endIndex), nil)
            }
        }
        // The slash in `acl=/*` divides the list.
        guard pairs.contains(where: { ["acl", "hmac"].contains($0.field.name.normalised) }) else { return nil }
        return pairs.map { pair in
            let name = pair.field.name.normalised
            let rule = name == "hmac" ? signature : ["exp", "st"].contains(name) ? time : nil
            return URLFields.Located(field: pair.field, component: .path, rule: rule)
        }
    }

    private static let signature = FieldRule(kind: .signature, matchClass: .volatile)
    private static let time = FieldRule(kind: .cacheBuster, matchClass: .volatile)

    /// A segment without a name, or a matrix parameter with one.
    private static func field(_ view: View, _ range: Range<Int>) -> URLFields.Located {
        // `=` at the end is padding of base64, and makes no parameter.
        let equals = view.bytes[range].firstIndex(of: UInt8(ascii: "=")).flatMap { equals in
            view.bytes[equals..<range.upperBound].allSatisfy { $0 == UInt8(ascii: "=") } ? nil : equals
        }
        let value = view.slice((equals.map { $0 + 1 } ?? range.lowerBound)..<range.upperBound)
        let label = equals.map { String(decoding: view.bytes[range.lowerBound..<$0], as: UTF8.self) } ?? ""
        // Content networks sign paths with `/hmac=.../` and `/exp=...~hmac=.../`.
        let isSignature = label.lowercased() == "hmac" || label.hasSuffix("hdnts")
        return located(label, value, isSignature ? signature : nil)
    }

    private static func located(_ label: String, _ value: View, _ rule: FieldRule?) -> URLFields.Located {
        let field = Field(label: label, value: value.percentDecoded(plusIsSpace: false), context: .path)
        return URLFields.Located(field: field, component: .path, rule: rule)
    }
}
