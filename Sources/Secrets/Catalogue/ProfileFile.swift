import Yams

extension Profile {
    /// Reads a profile that a user wrote in YAML.
    ///
    /// ```yaml
    /// name: acme
    /// hosts: [api.acme.example, "*.acme.example"]   # where its fields count; everywhere when not given
    /// endpoints:
    ///   token: [/v2/session]                        # parts of paths
    ///   login: [/v2/sign-on]
    /// fields:
    ///   - names: [acme_ticket, acme-ticket-id]
    ///     kind: session_token
    ///     class: issued                             # issued, held, volatile or echo
    ///     in: [query, json, header]                 # everywhere when not given
    ///     at: [token]                               # at every endpoint when not given
    ///     value: opaque                             # any value when not given
    /// never: [ticket_number]
    /// lifetimes:
    ///   session_token: 3600                         # seconds
    /// ```
    ///
    /// Anything else in it is an error with its line, since a misspelt key would leave a secret in clear.
    public init(yaml bytes: [UInt8], file: String) throws(ProfileError) {
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
            throw ProfileError(file: file, notText: bytes)
        }
        // Editors write a byte order mark, and the library knows none.
        try self.init(yaml: text.first == "\u{FEFF}" ? String(text.dropFirst()) : text, file: file)
    }

    /// As above, of a text.
    public init(yaml text: String, file: String) throws(ProfileError) {
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw ProfileError(file: file, yaml: error)
        }
        let reader = ProfileReader(file: file)
        guard let root, root.mapping != nil else {
            throw reader.error(root, "the file holds no profile; it begins with `name: NAME`")
        }
        self = try reader.profile(root)
    }
}

/// Why a profile cannot be used: the file, the line, and what to write instead.
public struct ProfileError: Error, Hashable, CustomStringConvertible {
    /// The file as the user named it.
    public let file: String
    /// The line, from 1; `nil` where no line is to blame.
    public let line: Int?
    /// What is wrong, and what would be right.
    public let problem: String

    /// One line for a reader: `acme.yaml:7: ...`.
    public var description: String {
        "\(file):\(line.map { "\($0):" } ?? "") \(problem)"
    }

    fileprivate init(file: String, line: Int?, problem: String) {
        self.file = file
        self.line = line
        self.problem = problem
    }

    fileprivate init(file: String, notText bytes: [UInt8]) {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        let bad = lines.firstIndex { $0.contains(0) || String(validating: $0, as: UTF8.self) == nil }
        self.init(
            file: file,
            line: bad.map { $0 + 1 },
            problem: "a profile is a text in UTF-8, and this is none; save it as UTF-8"
        )
    }

    fileprivate init(file: String, yaml error: any Error) {
        self.file = file
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            line = mark.line
            self.problem = "this is no YAML: \(problem)"
        case .duplicatedKeysInMapping(let keys, let context):
            line = context.mark.line
            problem = "here a key is given more than once: \(keys.joined(separator: ", "))"
        case .reader(let problem, let offset?, _, let text):
            line = text.prefix(offset).count { $0.isNewline } + 1
            self.problem = "this is no YAML: \(problem)"
        default:
            line = nil
            problem = "this is no YAML that can be read"
        }
    }
}

/// Takes a YAML document apart into a profile.
private struct ProfileReader {
    let file: String

    private static let contexts: [(name: String, value: FieldRule.Contexts)] = [
        ("query", .query), ("fragment", .fragment), ("form", .form), ("json", .json), ("xml", .xml), ("html", .html),
        ("text", .text), ("multipart", .multipart), ("cookie", .cookie), ("header", .header), ("path", .path),
    ]
    private static let endpoints: [(name: String, value: Endpoint)] = [
        ("token", .token), ("authorization", .authorization), ("login", .login),
    ]

    func error(_ node: Node?, _ problem: String) -> ProfileError {
        ProfileError(file: file, line: node?.mark?.line, problem: problem)
    }

    func profile(_ root: Node) throws(ProfileError) -> Profile {
        var profile = Profile(name: "")
        for (key, value) in try members(root, ["name", "hosts", "endpoints", "fields", "never", "lifetimes"]) {
            switch key {
            case "name": profile.name = try word(value)
            case "hosts": profile.hosts = try hosts(value)
            case "endpoints":
                for (kind, paths) in try members(value, Self.endpoints.map(\.name)) {
                    let kind = try named(kind, value, among: Self.endpoints)
                    let paths = try self.paths(paths)
                    profile.endpoints.append(EndpointPattern(kind, paths: paths, hosts: profile.hosts))
                }
            case "fields":
                guard let rows = value.sequence else {
                    throw error(value, "`fields` is a list; begin each with `- names:`")
                }
                for row in rows { profile.fields.append(try field(row)) }
            case "never": profile.never = try words(value).joined(separator: " ")
            default:
                for (name, seconds) in try members(value, nil) {
                    guard let seconds = seconds.int, seconds > 0 else {
                        throw error(seconds, "a lifetime is a number of seconds, such as 3600")
                    }
                    profile.lifetimes[try kind(name, value)] = seconds
                }
            }
        }
        guard !profile.name.isEmpty else { throw error(root, "the profile has no name; add `name: NAME`") }
        // Hosts may stand behind the endpoints that they hold for.
        for index in profile.endpoints.indices { profile.endpoints[index].hosts = profile.hosts }
        return profile
    }

    /// Parts of paths, in lower case: `/v1/token`.
    private func paths(_ node: Node) throws(ProfileError) -> [String] {
        try words(node).map { (path) throws(ProfileError) in
            guard !path.contains("://"), !path.contains(where: { "*?#".contains($0) }) else {
                throw error(
                    node,
                    "\"\(path)\" is no part of a path; write /v1/token, without scheme, host, query and *, for all paths "
                        + "that have it in them"
                )
            }
            return path.lowercased()
        }
    }

    /// Hosts are names or addresses: ports, schemes and paths have no part in what a request is compared by.
    private func hosts(_ node: Node) throws(ProfileError) -> [HostPattern] {
        try words(node).map { (host) throws(ProfileError) in
            let name = host.hasPrefix("*.") ? host.dropFirst(2) : host[...]
            let isAddress = host.utf8.count { $0 == UInt8(ascii: ":") } > 1 && !host.contains("[")
            guard !name.isEmpty, !name.contains(where: { "/?#@*[]".contains($0) }), isAddress || !name.contains(":")
            else {
                throw error(
                    node,
                    "\"\(host)\" is no host; write api.example.com, or *.example.com, without scheme, port and path"
                )
            }
            return HostPattern(host)
        }
    }

    private func field(_ row: Node) throws(ProfileError) -> FieldEntry {
        var names: [String] = []
        var rule = FieldRule(kind: .userSecret, matchClass: .held)
        for (key, value) in try members(row, ["name", "names", "kind", "class", "in", "at", "value"]) {
            switch key {
            case "name", "names": names += try words(value)
            case "kind": rule.kind = try kind(word(value), value)
            case "class":
                let all = MatchClass.allCases.map { ($0.rawValue, $0) }
                rule.matchClass = try named(word(value), value, among: all)
            case "in":
                rule.contexts = []
                for name in try words(value) { rule.contexts.insert(try named(name, value, among: Self.contexts)) }
            case "at":
                var kinds: Endpoint = []
                for name in try words(value) { kinds.insert(try named(name, value, among: Self.endpoints)) }
                rule.scope = .endpoint(kinds)
            default:
                let all = ValueTest.allCases.map { ($0.rawValue, $0) }
                rule.value = try named(word(value), value, among: all)
            }
        }
        guard !names.isEmpty else { throw error(row, "this field has no name; add `names: [NAME]`") }
        var entry = FieldEntry(names.joined(separator: " "), rule.kind, rule.matchClass)
        entry.rule = rule
        return entry
    }

    // MARK: - Nodes

    /// The members of a mapping in their order; each key once, and only keys that are known.
    private func members(_ node: Node, _ known: [String]?) throws(ProfileError) -> [(key: String, value: Node)] {
        guard let mapping = node.mapping else { throw error(node, "here `key: value` lines are expected") }
        var members: [(String, Node)] = []
        for (key, value) in mapping {
            let name = key.string ?? ""
            if let known, !known.contains(name) {
                throw error(key, "the key \"\(name)\" is not known; here these are: \(known.joined(separator: ", "))")
            }
            members.append((name, value))
        }
        return members
    }

    private func word(_ node: Node) throws(ProfileError) -> String {
        guard let text = node.string, !text.isEmpty, !text.contains(where: \.isWhitespace) else {
            throw error(node, "here one word is expected")
        }
        return text
    }

    /// A list of words, or one word.
    private func words(_ node: Node) throws(ProfileError) -> [String] {
        guard let sequence = node.sequence else { return [try word(node)] }
        var words: [String] = []
        for node in sequence { words.append(try word(node)) }
        return words
    }

    private func kind(_ name: String, _ node: Node) throws(ProfileError) -> Kind {
        guard let kind = Kind(rawValue: name) else {
            throw error(node, "a kind consists of lower-case letters and underscores, such as access_token")
        }
        return kind
    }

    private func named<Value>(
        _ name: String,
        _ node: Node,
        among values: [(name: String, value: Value)]
    ) throws(ProfileError) -> Value {
        guard let match = values.first(where: { $0.name == name }) else {
            throw error(node, "\"\(name)\" is not known here; these are: \(values.map(\.name).joined(separator: ", "))")
        }
        return match.value
    }
}
