import SwiftASN1
import X509

/// A PEM file (RFC 7468) with certificates, a private key, or both.
struct PEMFile {
    private let path: String
    private let documents: [PEMDocument]

    /// Reads a file.
    init(path: String) throws {
        try self.init(path: path, content: LocalFile(path: path).content())
    }

    /// Takes what a file holds; `path` is for messages.
    init(path: String, content: [UInt8]) throws {
        self.path = path
        do {
            documents = try PEMDocument.parseMultiple(pemString: String(decoding: content, as: UTF8.self))
        } catch {
            throw InterceptionError(.file, "\(path) is not a whole PEM file: it is cut off or damaged")
        }
    }

    /// Every certificate in the file, in its order; at least one.
    func certificates() throws -> [Certificate] {
        let found = documents.filter { ["CERTIFICATE", "TRUSTED CERTIFICATE"].contains($0.discriminator) }
        guard !found.isEmpty else {
            throw InterceptionError(
                .file,
                "\(path) holds no certificate: it needs one that starts with \"-----BEGIN CERTIFICATE-----\""
            )
        }
        return try found.map { document in
            do {
                return try Certificate(derEncoded: document.derBytes)
            } catch {
                throw InterceptionError(.file, "\(path) holds a damaged certificate")
            }
        }
    }

    /// The private key in the file: PKCS#8, PKCS#1 (RSA) or SEC 1 (EC).
    func privateKey() throws -> Certificate.PrivateKey {
        guard let document = documents.first(where: { $0.discriminator.hasSuffix("PRIVATE KEY") }) else {
            throw InterceptionError(
                .file,
                "\(path) holds no private key: it needs one that starts with \"-----BEGIN PRIVATE KEY-----\""
            )
        }
        if document.discriminator == "ENCRYPTED PRIVATE KEY" {
            throw InterceptionError(
                .file,
                "the private key in \(path) has a passphrase: take it off with \"openssl pkey -in \(path) -out NEW-FILE\""
            )
        }
        do {
            return try Certificate.PrivateKey(pemDocument: document)
        } catch {
            // The cause stays out of the message: it could quote the key.
            throw InterceptionError(
                .file,
                "the private key in \(path) cannot be used: it must be a whole RSA, P-256, P-384, P-521 or Ed25519 key"
            )
        }
    }
}
