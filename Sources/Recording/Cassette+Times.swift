public import Capture

extension Cassette {
    /// The text of a cassette without its times: what must be equal when the same conversation is recorded twice.
    ///
    /// Emptied or zero are: `startedDateTime`, `time`, `timings`; the values of the fields `Date`, `Age`, `Expires` and
    /// `Last-Modified`; the `Expires` attribute of `Set-Cookie`, and `expires` of `cookies`.
    public static func textWithoutTimes(_ bytes: [UInt8]) throws(JSONError) -> String {
        var document = try JSONValue(parsing: bytes)
        guard var log = document["log"], let entries = log["entries"]?.elements else { return document.text }
        log["entries"] = .array(entries.map(withoutTimes))
        document["log"] = log
        return document.text
    }

    private static func withoutTimes(_ entry: JSONValue) -> JSONValue {
        var entry = entry
        entry["startedDateTime"] = ""
        entry["time"] = 0
        entry["timings"] = entry["timings"]?.members.map { .object($0.map { .init($0.name, 0) }) }
        guard var response = entry["response"] else { return entry }
        response["headers"] = response["headers"]?.elements.map { .array($0.map(fieldWithoutTimes)) }
        response["cookies"] = response["cookies"]?.elements.map { cookies in
            .array(
                cookies.map { cookie in
                    var cookie = cookie
                    if cookie["expires"] != nil { cookie["expires"] = "" }
                    return cookie
                }
            )
        }
        entry["response"] = response
        return entry
    }

    private static func fieldWithoutTimes(_ field: JSONValue) -> JSONValue {
        var field = field
        switch field["name"]?.string?.lowercased() {
        case "date", "age", "expires", "last-modified":
            field["value"] = ""
        case "set-cookie":
            let attributes = (field["value"]?.string ?? "").split(separator: ";", omittingEmptySubsequences: false)
            let kept = attributes.filter { !$0.lowercased().hasPrefix(" expires=") }
            field["value"] = .string(kept.joined(separator: ";"))
        default:
            break
        }
        return field
    }
}
