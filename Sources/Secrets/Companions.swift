import Capture

/// Names that are secrets because of the names beside them: `sig` is a signature where `se` and `sv` are, and any short
/// word elsewhere.
struct Companions {
    /// What a name is in the company of others. Names are in normal form.
    private struct Row {
        var names: String
        var company: String
        var rule: FieldRule
    }

    private static let signature = FieldRule(kind: .signature, matchClass: .volatile)
    private static let time = FieldRule(kind: .cacheBuster, matchClass: .volatile)
    private static let key = FieldRule(kind: .apiKey, matchClass: .held)

    /// The parameters of pre-signed URLs and of other signed messages: the one place to read them and to add to them.
    private static let rows = [
        // Azure: shared access signatures, Service Bus, Logic Apps.
        Row(names: "sig", company: "se sv sp skn sr token expires", rule: signature),
        Row(names: "se st", company: "sig", rule: time),
        // AWS Signature Version 2, CloudFront, Cloud Storage, Alibaba OSS.
        Row(
            names: "signature",
            company:
                "expires awsaccesskeyid keypairid googleaccessid ossaccesskeyid policy sigalg samlrequest samlresponse",
            rule: signature
        ),
        Row(names: "expires", company: "signature sig", rule: time),
        Row(
            names: "policy",
            company: "keypairid",
            rule: FieldRule(kind: .assertion, matchClass: .volatile)
        ),
        // AWS Signature Version 4, and Google's like it.
        Row(names: "amzdate", company: "amzsignature", rule: time),
        Row(names: "googdate", company: "googsignature", rule: time),
        // Tencent COS.
        Row(names: "qsignature", company: "qak qsignalgorithm", rule: signature),
        Row(names: "qak", company: "qsignature", rule: key),
        Row(names: "qsigntime qkeytime", company: "qsignature", rule: time),
        // Akamai and others that sign what is delivered.
        Row(names: "hmac", company: "exp st acl shop timestamp", rule: signature),
        Row(names: "exp", company: "hmac", rule: time),
        // Discord's attachments.
        Row(names: "hm", company: "ex", rule: signature),
        Row(names: "ex is", company: "hm", rule: time),
        // Telegram's log-in widget.
        Row(names: "hash", company: "authdate", rule: signature),
        // The session URI of a resumable upload.
        Row(names: "uploadid", company: "uploadtype", rule: FieldRule(kind: .code, matchClass: .issued)),
    ]

    /// Names that are secrets at the hosts of one provider, for URLs of hosts that are not the request's own.
    private static let hosts: [(suffix: String, name: String, rule: FieldRule)] = [
        (".azurewebsites.net", "code", key), (".googleapis.com", "key", key),
    ]

    /// The rows by the names they tell of.
    private static let byName: [String: [(company: Set<String>, rule: FieldRule)]] = {
        var byName: [String: [(Set<String>, FieldRule)]] = [:]
        for row in rows {
            let company = Set(row.company.split(separator: " ").map(String.init))
            for name in row.names.split(separator: " ") {
                byName[String(name), default: []].append((company, row.rule))
            }
        }
        return byName
    }()

    private var names: Set<String> = []
    private let host: Substring

    /// The company that these fields are to each other.
    init(_ fields: [Field], host: String = "") {
        for field in fields { names.insert(field.name.normalised) }
        self.host = host.lowercased().prefix { $0 != ":" }
    }

    /// What a field is in this company, if that makes it a secret.
    func rule(for field: Field) -> FieldRule? {
        let name = field.name.normalised
        if let rule = Self.byName[name]?.first(where: { !names.isDisjoint(with: $0.company) })?.rule {
            // `exp=...~hmac=...` is a list that begins with a time.
            let isList = rule.kind == .cacheBuster && field.value.bytes.contains(UInt8(ascii: "~"))
            return isList ? nil : rule
        }
        return Self.hosts.first { name == $0.name && host.hasSuffix($0.suffix) }?.rule
    }
}
