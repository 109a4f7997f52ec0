import Capture
import Secrets

/// The version of the cassette format, and what stands in the `_hushtape` members.
enum CassetteFormat {
    /// The format that is written; older ones are read, later ones are refused.
    static let version = 1
    /// The version of the rules by which secrets are told from other values.
    static let policy = 2

    /// The name of the members that HAR does not have.
    static let member = "_hushtape"

    /// The format of a HAR, which this Hushtape knows; `nil` if Hushtape did not write it.
    static func version(of document: CaptureDocument, file: String) throws(CassetteFileError) -> Int? {
        guard let member = document.hushtape?["format"] else { return nil }
        guard let format = member.int, format > 0 else { throw CassetteFileError(file: file, .unknownFormat) }
        guard format <= version else { throw CassetteFileError(file: file, .laterFormat(format)) }
        return format
    }

    /// What stands before an entry on its first line.
    static let indentation = [UInt8](repeating: UInt8(ascii: " "), count: 6)

    /// Everything before the first entry of a cassette.
    static func header(profile: String) -> [UInt8] {
        HARWriter.header(log: ["format": .number(version), "profile": .string(profile), "policy": .number(policy)])
    }

    /// An entry without the indentation before it.
    static func entry(_ redacted: RedactedExchange, number: Int) -> [UInt8] {
        var members: JSONValue = ["entry": .number(number)]
        // Their content comes from the exchange; here they only take their places in the order.
        if redacted.exchange.failure != nil { members["failure"] = .null }
        members["request"] = [:]
        if redacted.exchange.response != nil { members["response"] = [:] }
        for member in redacted.hushtapeMembers { members[member.name] = member.value }
        return Array(HARWriter.entry(redacted.exchange, hushtape: members).drop { $0 == UInt8(ascii: " ") })
    }
}
