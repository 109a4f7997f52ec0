import Crypto
import FoundationEssentials
import SwiftASN1
import X509

extension CertificateAuthority {
    /// The folder that keeps Hushtape's own CAs: `$XDG_DATA_HOME/hushtape`, else `$HOME/.local/share/hushtape`.
    ///
    /// - Parameter environment: The variables of the process.
    public static func defaultFolder(environment: [String: String]) throws -> String {
        // The XDG base directory specification has relative paths ignored.
        if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") { return "\(data)/hushtape" }
        guard let home = environment["HOME"], home.hasPrefix("/") else {
            throw InterceptionError(
                .file,
                "there is no place for the CA: set HOME or XDG_DATA_HOME, or give --ca-cert and --ca-key"
            )
        }
        return "\(home)/.local/share/hushtape"
    }

    /// Takes the CA for these hosts from a folder, or makes it there on first use.
    ///
    /// Each set of hosts has a CA of its own, since the certificate says what it may sign for. `ca*-key.pem` (mode 0600)
    /// holds key and certificate, so that the two always fit; `ca*.pem` holds the certificate alone, for clients to trust.
    /// Processes that start at once end up with the same CA.
    ///
    /// - Parameters:
    ///   - folder: The path of the folder; made with mode 0700 if it is missing.
    ///   - hosts: DNS names (each with its subdomains) and IP addresses that the CA is confined to; none: any host.
    public static func loadOrCreate(in folder: String, for hosts: [String] = []) throws -> CertificateAuthority {
        let hosts = try Host.list(hosts)
        let stem = "\(folder)/ca\(hosts.isEmpty ? "" : "-\(digest(of: hosts))")"
        let keyFile = LocalFile(path: "\(stem)-key.pem")
        let certificateFile = LocalFile(path: "\(stem).pem")

        if keyFile.permissions == nil {
            try LocalFolder(path: folder).create()
            let (certificate, key) = try makeRoot(for: hosts, now: .now)
            let content = try key.serializeAsPEM().pemString + "\n" + certificate.serializeAsPEM().pemString + "\n"
            // False when another process was first: its CA is the one.
            _ = try keyFile.create(Array(content.utf8), permissions: 0o600)
        }
        if let permissions = keyFile.permissions, permissions & 0o077 != 0 {
            throw InterceptionError(
                .file,
                "others may read the CA's key in \(keyFile.path): run \"chmod 600 \(keyFile.path)\", or delete it to get a new CA"
            )
        }
        let pair = try PEMFile(path: keyFile.path)
        let authority = try CertificateAuthority(
            certificates: pair.certificates(),
            privateKey: pair.privateKey(),
            certificateFile: certificateFile.path,
            remedy: "delete \(keyFile.path) to get a new CA, then trust that one"
        )
        let publicContent = Array(authority.certificatePEM.utf8)
        if try certificateFile.permissions == nil || certificateFile.content() != publicContent {
            try certificateFile.replace(with: publicContent, permissions: 0o644)
        }
        return authority
    }

    /// A short name for a set of hosts that fits into a file name.
    private static func digest(of hosts: [Host]) -> String {
        SHA256.hash(data: Array(hosts.map(\.description).joined(separator: "\n").utf8)).prefix(6).hexadecimal()
    }
}
