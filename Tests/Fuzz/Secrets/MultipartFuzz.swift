@testable import Secrets

/// Multipart content, and what its media type says of it.
func fuzz(_ input: [UInt8]) {
    check(input) { text in
        MultipartFields.scan(text, boundary: "b1").flatMap { [$0.field.value] + $0.head.map(\.value) }
    }
    _ = MultipartFields.boundary(sniffing: input)
    _ = MultipartFields.boundary(of: String(decoding: input, as: UTF8.self))
}
