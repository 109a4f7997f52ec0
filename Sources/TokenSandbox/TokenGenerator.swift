/// Token values from a seed: the same seed gives the same values in the same order.
struct TokenGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func hex(_ count: Int) -> String {
        string(count, of: Array("0123456789abcdef"))
    }

    mutating func digits(_ count: Int) -> String {
        string(count, of: Array("0123456789"))
    }

    /// An access token and its refresh token; as the provider's do, they share their first 64 characters.
    mutating func tokenPair() -> (access: String, refresh: String) {
        let shared = hex(64)
        return (shared + hex(96), shared + hex(112))
    }

    /// A session token, which is also the value of the storefront's `JSESSIONID`.
    mutating func sessionToken() -> String {
        string(32, of: Array("0123456789ABCDEF"))
    }

    /// An authorization code.
    mutating func code() -> String {
        string(40, of: Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"))
    }

    private mutating func string(_ count: Int, of alphabet: [Character]) -> String {
        var result = ""
        for _ in 0..<count {
            result.append(alphabet[Int.random(in: 0..<alphabet.count, using: &self)])
        }
        return result
    }
}
