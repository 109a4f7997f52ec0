// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
    ] + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioHTTP2 = Target.Dependency.product(name: "NIOHTTP2", package: "swift-nio-http2")
let nioHPACK = Target.Dependency.product(name: "NIOHPACK", package: "swift-nio-http2")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

/// A part of Hushtape; the arrows of `dependencies` point downwards only.
func part(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
    .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

let package = Package(
    name: "hushtape",
    products: [.executable(name: "hushtape", targets: ["hushtape"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-nio-http2.git", from: "1.46.0"),
        .package(url: "https://github.com/apple/swift-certificates.git", from: "1.21.0"),
        .package(url: "https://github.com/apple/swift-asn1.git", from: "1.7.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.0"),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.0"),
    ],
    targets: [
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CBrotli", providers: [.apt(["libbrotli-dev"])]),
        .systemLibrary(name: "CZstd", providers: [.apt(["libzstd-dev"])]),
        part("Capture", ["CZlib", "CBrotli", "CZstd"]),
        part("Secrets", ["Capture", yams]),
        part("Audit", ["Secrets", "Capture"]),
        part("Replay", ["Secrets", "Capture"]),
        part("Recording", ["Secrets", "Capture"]),
        part("Wire", [nioCore]),
        part("Interception", [nioCore, nioSSL, x509, asn1, crypto]),
        part("Proxy", ["Wire", "Interception", "Capture", nioCore, nioPosix, nioTLS, nioHTTP2]),
        part("TokenSandbox", ["Interception", "CZlib", nioCore, nioPosix, nioHTTP1, nioTLS]),
        .executableTarget(
            name: "hushtape",
            dependencies: [
                "Proxy", "Interception", "Wire", "Recording", "Replay", "Audit", "Secrets", "Capture", "TokenSandbox",
                nioCore, nioPosix, argumentParser,
            ],
            swiftSettings: settings
        ),
        tests("CaptureTests", ["Capture"]),
        tests("SecretsTests", ["Secrets", "Capture"]),
        tests("AuditTests", ["Audit", "Secrets", "Capture"]),
        tests("ReplayTests", ["Replay", "Recording", "Secrets", "Capture"]),
        tests("RecordingTests", ["Recording", "Secrets", "Capture"]),
        tests("WireTests", ["Wire", nioCore, nioHTTP1, nioEmbedded]),
        tests("InterceptionTests", ["Interception", nioCore, nioPosix, nioSSL, nioTLS, x509, asn1, crypto]),
        tests(
            "ProxyTests",
            ["Proxy", "Interception", "Wire", "Capture", nioCore, nioPosix, nioEmbedded, nioTLS, nioHTTP2]
        ),
        tests("TokenSandboxTests", ["TokenSandbox", "Interception", nioCore, nioPosix]),
        tests("EndToEndTests", ["TokenSandbox", "Recording", "Replay", "Audit", "Secrets", "Capture", "hushtape"]),
    ],
    swiftLanguageModes: [.v6]
)
