import Capture

/// By shape: credentials that tell themselves, wherever they stand.
extension TextSearch {
    /// Adds JSON Web Tokens, tokens with the prefix of their issuer, and private keys.
    mutating func addByShape(in view: View) {
        let bytes = view.bytes
        for run in bytes.runs(where: { $0.isTokenCharacter || $0 == UInt8(ascii: ".") }) where run.count >= 16 {
            let first = bytes[run.lowerBound]
            guard TokenPrefix.leads[Int(first)] else { continue }
            let source = view.source(run)
            guard !found.overlaps(source) else { continue }
            let token = view.slice(run)
            if first == UInt8(ascii: "e"),
                JSONWebToken(encoded: token.bytes) != nil
                    || JSONWebToken.isEncrypted(token.bytes)
            {
                let place = regions.around(source)?.place ?? place
                addCredential(token, kind: .jwt, matchClass: .issued, at: place)
            } else if TokenPrefix.begins(token.bytes) {
                add(token, kind: .prefixedToken, matchClass: .issued)
            }
        }
        for key in PrivateKeyText.all(in: bytes) {
            let id = ledger.learn(Array(bytes[key]), kind: .privateKey, matchClass: .held)
            addKnown(id, at: view.source(key))
        }
    }
}

/// The prefixes by which issuers make their tokens recognisable.
enum TokenPrefix {
    private static let all: [(prefix: [UInt8], minimum: Int)] = [
        ("ghp_", 36), ("gho_", 36), ("ghu_", 36), ("ghs_", 36), ("ghr_", 36), ("github_pat_", 60), ("glpat-", 26),
        ("glrt-", 25), ("xoxb-", 24), ("xoxp-", 24), ("xoxa-", 24), ("xoxr-", 24), ("xoxe-", 24), ("xapp-", 24),
        ("AKIA", 20), ("ASIA", 20), ("AIza", 39), ("ya29.", 24), ("GOCSPX-", 35), ("sk_live_", 24), ("sk_test_", 24),
        ("rk_live_", 24), ("rk_test_", 24), ("whsec_", 32), ("SG.", 60), ("shpat_", 38), ("shpca_", 38),
        ("shppa_", 38), ("shpss_", 38), ("hvs.", 28), ("hvb.", 28), ("npm_", 40), ("dop_v1_", 70), ("pypi-", 40),
    ].map { (Array($0.0.utf8), $0.1) }

    /// Whether a byte begins a prefix, or a JSON Web Token.
    static let leads: [Bool] = {
        var leads = [Bool](repeating: false, count: 256)
        leads[Int(UInt8(ascii: "e"))] = true
        for (prefix, _) in all { leads[Int(prefix[0])] = true }
        return leads
    }()

    /// Whether a run of token characters begins with such a prefix and is long enough.
    static func begins(_ token: [UInt8]) -> Bool {
        all.contains { token.count >= $0.minimum && token.starts(with: $0.prefix) }
    }
}

/// Private keys in their textual encoding (RFC 7468 §10).
enum PrivateKeyText {
    /// Where the base64 between the markers stands.
    static func all(in bytes: [UInt8]) -> [Range<Int>] {
        var keys: [Range<Int>] = []
        var position = 0
        let marker = Array("PRIVATE KEY-----".utf8)
        while let begin = bytes.firstRange(of: Array("-----BEGIN ".utf8), from: position) {
            position = begin + 11
            let label = Array(bytes[position...].prefix(24 + marker.count))
            guard let offset = label.firstRange(of: marker, from: 0) else { continue }
            let start = position + offset + marker.count
            let end = bytes.firstRange(of: Array("-----END ".utf8), from: start) ?? bytes.count
            if end > start { keys.append(start..<end) }
            position = end
        }
        return keys
    }
}

extension [UInt8] {
    /// Where these bytes stand first, from an offset on.
    func firstRange(of wanted: [UInt8], from start: Int) -> Int? {
        guard let first = wanted.first else { return nil }
        var position = start
        while position < count, let next = self[position...].firstIndex(of: first) {
            if self[next...].starts(with: wanted) { return next }
            position = next + 1
        }
        return nil
    }
}
