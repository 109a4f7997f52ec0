import Capture
import Testing

@testable import Secrets

/// Private keys in every textual form.
struct PrivateKeyTests {
    private static let labels = [
        "PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY", "OPENSSH PRIVATE KEY",
        "ENCRYPTED PRIVATE KEY", "PGP PRIVATE KEY BLOCK", "ANY PRIVATE KEY",
    ]
    private static let lineEnds = ["\n", "\r\n", "\\n", "\\r\\n", "\\\\n", " "]

    @Test(arguments: labels, lineEnds)
    func `in a body`(label: String, lineEnd: String) {
        let lines = Self.lines(seed: 7)
        for (before, after) in [("", ""), ("{\"k\":\"", "\"}"), ("CHECK-1 ", " CHECK-2")] {
            let body = before + Self.pem(label, lines, lineEnd) + after
            let redacted = Masking.body(body, type: "text/plain")
            for line in lines { #expect(!redacted.contains(line), "\(before)") }
            #expect(
                redacted.hasPrefix("\(before)-----BEGIN \(label)-----") && redacted.contains("REDACTED_private_key_1")
            )
            #expect(redacted.hasSuffix("-----END \(label)-----\(lineEnd)\(after)"), "\(redacted)")
        }
    }

    @Test(arguments: labels)
    func `in a form`(label: String) {
        let lines = Self.lines(seed: 8)
        let pem = Self.pem(label, lines, "\n")
        for value in [Planting.percent(pem), Planting.percent(pem).replacing("%20", with: "+")] {
            var redactor = Redactor()
            let redaction = redactor.redact(Sample.exchange("POST", "/api", [], "zz8=\(value)&a=CHECK-1", [], "ok"))
            let text = redaction.redacted.text
            #expect(redaction.faults.isEmpty && text.contains("CHECK-1") && text.contains("REDACTED_"))
            for line in lines { #expect(!text.contains(line.prefix(20))) }
        }
    }

    @Test func `the same key, escaped and not, is one secret`() {
        let pem = Self.pem("PRIVATE KEY", Self.lines(seed: 9), "\n")
        let body = "{\"a\":\"\(Planting.json(pem))\",\"b\":\"\(pem)\"}"
        let redacted = Masking.body(body, type: "text/plain")
        #expect(redacted.split(separator: "REDACTED_private_key_1", omittingEmptySubsequences: false).count == 3)
    }

    @Test func `a key that is cut off is masked as far as it goes`() {
        let lines = Self.lines(seed: 10)
        let body = "{\"k\":\"-----BEGIN PRIVATE KEY-----\\n\(lines[0])\\n\(lines[1])\",\"a\":\"CHECK-1\"}"
        let redacted = Masking.body(body)
        #expect(!redacted.contains(lines[0]) && !redacted.contains(lines[1]) && redacted.contains("CHECK-1"))
    }

    @Test func `a key with headers, and one in quoted lines`() {
        let lines = Self.lines(seed: 11)
        let headers =
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n\(lines[0])\n-----END RSA PRIVATE KEY-----"
        let quoted =
            "\"-----BEGIN PRIVATE KEY-----\\n\" +\n\"\(lines[0])\\n\" +\n\"\(lines[1])\\n\" + \"-----END PRIVATE KEY-----\""
        for body in [headers, quoted] {
            let redacted = Masking.body(body, type: "text/plain")
            #expect(!redacted.contains(lines[0]) && !redacted.contains(lines[1]) && redacted.contains("-----END"))
        }
    }

    @Test func `a key of PuTTY`() {
        let lines = Self.lines(seed: 12)
        let body = """
            PuTTY-User-Key-File-3: ssh-ed25519
            Encryption: none
            Comment: CHECK-1
            Public-Lines: 1
            AAAAC3NzaC1lZDI1NTE5
            Private-Lines: 3
            \(lines.joined(separator: "\n"))
            Private-MAC: \(String(repeating: "0f1e", count: 16))
            CHECK-2
            """
        let redacted = Masking.body(body, type: "text/plain")
        for line in lines { #expect(!redacted.contains(line)) }
        #expect(
            !redacted.contains("0f1e") && redacted.contains("CHECK-1")
                && redacted.contains("Private-Lines: 3\nREDACTED")
        )
        #expect(redacted.hasSuffix("REDACTED_private_key_1\nCHECK-2"), "\(redacted)")
    }

    private static func lines(seed: UInt64) -> [String] {
        var sample = Sample(seed: seed)
        let base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        return [sample.text(64, from: base64), sample.text(64, from: base64), sample.text(40, from: base64)]
    }

    private static func pem(_ label: String, _ lines: [String], _ lineEnd: String) -> String {
        (["-----BEGIN \(label)-----"] + lines + ["-----END \(label)-----", ""]).joined(separator: lineEnd)
    }
}
