import Secrets
import Testing

@testable import Replay

@Suite struct MintTests {
    static let kinds: [Kind] = [
        .accessToken, .refreshToken, .idToken, .sessionToken, .cookie, .code, .deviceCode, .clientSecret, .apiKey,
        .password, .otp, .username, .externalReference, .basicCredentials, .credentials, .assertion, .codeVerifier,
        .codeChallenge, .state, .nonce, .csrf, .signature, .privateKey, .jwt, .prefixedToken, .callback, .cacheBuster,
        .wrapped, .userSecret, .placeholderText,
    ]

    @Test(arguments: Shape.Alphabet.allCases)
    func shapeOfAMintedValueIsTheShape(_ alphabet: Shape.Alphabet) {
        for length in [1, 2, 3, 7, 10, 11, 12, 32, 160, 4_096] {
            for number in [1, 9, 12, 999_999, 1_000_000, 99_999_999] {
                let shape = Shape(length: length, alphabet: alphabet)
                let value = Mint.mint(Placeholder(kind: .accessToken, number: number), shape: shape)
                #expect(Shape(of: value) == shape, "\(alphabet) \(length) \(number)")
            }
        }
    }

    @Test(arguments: Shape.Alphabet.allCases)
    func kindsAndNumbersAreToldApart(_ alphabet: Shape.Alphabet) {
        var values = Set<[UInt8]>()
        for kind in Self.kinds {
            for number in [1, 2, 10, 11, 12, 21, 111, 999_999] {
                let shape = Shape(length: 20, alphabet: alphabet)
                values.insert(Mint.mint(Placeholder(kind: kind, number: number), shape: shape))
            }
        }
        #expect(values.count == Self.kinds.count * 8)
    }

    @Test func shortValuesOfAKindAreToldApart() {
        let shape = Shape(length: 4, alphabet: .digits)
        let values = Set((1...999).map { Mint.mint(Placeholder(kind: .otp, number: $0), shape: shape) })
        #expect(values.count == 999)
    }

    @Test func withoutAShapeTheValueIsReadable() {
        let value = Mint.mint(Placeholder(kind: .password, number: 1), shape: nil)
        #expect(String(decoding: value, as: UTF8.self) == "minted_password_1")
    }

    @Test func entropyIsLow() {
        for alphabet in Shape.Alphabet.allCases {
            let shape = Shape(length: 32, alphabet: alphabet)
            let value = Mint.mint(Placeholder(kind: .accessToken, number: 12), shape: shape)
            #expect(value.filter { $0 == UInt8(ascii: "0") }.count >= 16)
        }
    }

    @Test func anAbsurdLengthIsNotBelieved() {
        let shape = Shape(length: 1 << 24, alphabet: .hex)
        #expect(Mint.mint(Placeholder(kind: .code, number: 1), shape: shape).count == Mint.maximumLength)
    }
}
