import ArgumentParser
import Interception

/// `hushtape ca`
struct CACommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ca",
        abstract: "Show the CA that signs for intercepted hosts, and how to trust it; make it if there is none."
    )

    @OptionGroup var listening: ListenOptions

    @Flag(help: "Print the path of the certificate and nothing else.")
    var path = false

    @Flag(help: "Print the certificate in PEM and nothing else.")
    var pem = false

    func run() throws {
        let authority = try listening.authority()
        let output = Console.standardOutput
        let file = authority.certificateFile ?? "(in memory)"
        if path { return output.write(file) }
        if pem { return output.write(authority.certificatePEM) }
        let hosts = authority.hosts.isEmpty ? "any host" : authority.hosts.joined(separator: ", ")
        output.write(
            """
            certificate  \(file)
            fingerprint  \(authority.fingerprint)
            signs for    \(hosts)

            curl         curl --cacert \(file) --proxy http://127.0.0.1:8080 https://...
            Python       REQUESTS_CA_BUNDLE=\(file)
            Node.js      NODE_EXTRA_CA_CERTS=\(file)
            others       SSL_CERT_FILE=\(file)
            """
        )
    }
}
