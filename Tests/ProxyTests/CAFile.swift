import FoundationEssentials
import Interception

/// The certificate of a CA in a file of its own.
struct CAFile {
    private let url: URL

    init(_ authority: CertificateAuthority) throws {
        url = URL.temporaryDirectory.appending(path: "hushtape-\(UUID().uuidString).pem")
        try Data(authority.certificatePEM.utf8).write(to: url)
    }

    var path: String { url.path }

    func remove() {
        try? FileManager.default.removeItem(at: url)
    }
}
