import FoundationEssentials
import Synchronization
import Testing
import X509

@testable import Interception

@Suite("Leaves and server contexts")
struct ServerContextsTests {
    private static let longName = String(repeating: "a", count: 60) + ".example.com"

    private func leaf(_ host: String, of authority: CertificateAuthority, now: Date = .now) throws -> Certificate {
        try LeafIssuer(authority: authority).issue(for: Host(parsing: host), now: now).certificate
    }

    @Test("A leaf is what clients want", arguments: ["api.example.com", "192.0.2.1", "::1", longName, "localhost"])
    func leafIsAccepted(host: String) async throws {
        let authority = try CertificateAuthority.inMemory()
        let certificate = try leaf(host, of: authority)
        #expect(await isAccepted(certificate, for: try Host(parsing: host), root: authority.certificate))
        #expect(await !isAccepted(certificate, for: .name("other.example"), root: authority.certificate))

        let extensions = certificate.extensions
        #expect(try extensions.basicConstraints == .notCertificateAuthority)
        #expect(try extensions.extendedKeyUsage == ExtendedKeyUsage([.serverAuth]))
        let names = try #require(try extensions.subjectAlternativeNames)
        #expect(try Array(names) == [Host(parsing: host).subjectAlternativeName])
        #expect(
            try extensions.authorityKeyIdentifier?.keyIdentifier
                == authority.certificate.extensions.subjectKeyIdentifier?.keyIdentifier
        )
        #expect(certificate.notValidBefore <= .now - 3500)
        #expect(certificate.notValidAfter.timeIntervalSince(certificate.notValidBefore) <= 397 * 86400)
        let isNamed = ["api.example.com", "localhost"].contains(host)
        #expect(certificate.subject.description == (isNamed ? "CN=\(host)" : "O=Hushtape"))
    }

    @Test("Serial numbers differ, the key does not")
    func serials() throws {
        let issuer = try LeafIssuer(authority: .inMemory())
        let certificates = try (0..<8).map { _ in try issuer.issue(for: .name("example.com"), now: .now).certificate }
        #expect(Set(certificates.map(\.serialNumber)).count == 8)
        #expect(Set(certificates.map(\.publicKey)).count == 1)
    }

    @Test("A leaf ends no later than its CA")
    func clamped() throws {
        let pair = try TestCertificate(isAuthority: true, validity: -60...3600)
        let authority = try CertificateAuthority(
            certificates: [pair.certificate],
            privateKey: pair.key,
            certificateFile: nil,
            remedy: ""
        )
        let certificate = try leaf("example.com", of: authority)
        #expect(certificate.notValidAfter == pair.certificate.notValidAfter)
        #expect(certificate.notValidBefore == pair.certificate.notValidBefore)
    }

    @Test("A host outside the name constraints gets no leaf")
    func outside() throws {
        let contexts = ServerContexts(authority: try .inMemory(hosts: ["api.example.com"]))
        let error = #expect(throws: InterceptionError.self) { try contexts.handlers(host: "other.example") }
        #expect(error?.code == .host)
        #expect(error?.description == "the CA may not sign for other.example, only for api.example.com")
    }

    @Test("However many ask at once, a host has one leaf, and one context for each list of protocols")
    func concurrency() async throws {
        let contexts = ServerContexts(authority: try .inMemory())
        let seen = try await withThrowingTaskGroup(of: ObjectIdentifier.self) { group in
            for index in 0..<64 {
                let host = index.isMultiple(of: 2) ? "API.example.com" : "api.example.com."
                group.addTask {
                    ObjectIdentifier(try contexts.context(for: Host(parsing: host), applicationProtocols: ["http/1.1"]))
                }
            }
            return try await group.reduce(into: Set<ObjectIdentifier>()) { $0.insert($1) }
        }
        #expect(seen.count == 1)
        let http2 = try contexts.context(for: .name("api.example.com"), applicationProtocols: ["h2", "http/1.1"])
        #expect(!seen.contains(ObjectIdentifier(http2)))
        #expect(contexts.hostCount == 1)
    }

    @Test("A leaf is renewed before it ends, and kept until then")
    func renewal() throws {
        let clock = TestClock()
        let contexts = ServerContexts(authority: try .inMemory(), hostLimit: 8) { clock.now }
        func leaf() throws -> Certificate { try contexts.leaf(for: .name("example.com")).certificate }
        func context() throws -> AnyObject {
            try contexts.context(for: .name("example.com"), applicationProtocols: [])
        }
        let first = try leaf()
        let firstContext = try context()
        clock.advance(by: LeafIssuer.validity / 2)
        #expect(try leaf() == first)
        #expect(try context() === firstContext)
        clock.advance(by: LeafIssuer.validity / 4)
        let second = try leaf()
        #expect(second != first)
        #expect(try context() !== firstContext)
        #expect(clock.now < first.notValidAfter)
        #expect(second.notValidAfter > first.notValidAfter)
        clock.advance(by: 11 * 365 * 86400)
        let error = #expect(throws: InterceptionError.self) { try leaf() }
        #expect(error?.code == .authority)
    }

    @Test("Clients cannot fill the memory with names")
    func limit() throws {
        let contexts = ServerContexts(authority: try .inMemory(), hostLimit: 4) { .now }
        for index in 0..<32 { _ = try contexts.leaf(for: .name("host\(index).example")) }
        #expect(contexts.hostCount == 4)
    }
}

/// A clock that a test sets.
private final class TestClock: Sendable {
    private let time = Mutex(Date.now)

    var now: Date { time.withLock { $0 } }

    func advance(by seconds: TimeInterval) {
        time.withLock { $0 += seconds }
    }
}
