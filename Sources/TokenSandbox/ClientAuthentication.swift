/// How a client proved who it is (RFC 6749 §2.1).
enum Client {
    /// With the shop's secret.
    case confidential
    /// With the API key alone, or with a token of the shop's.
    case known
}

extension Provider {
    /// Who calls; `nil` when that is not the registered shop.
    ///
    /// The documents send key and secret as Basic credentials, and under the bearer scheme too.
    func client(of call: Call) -> Client? {
        switch call.authorization {
        case .basic(let encoded):
            return isShop(encoded) ? .confidential : nil
        case .bearer(let value) where isShop(value):
            return .confidential
        case .bearer(let value) where state.liveToken(value, now: clock.now) != nil:
            return .known
        case .bearer:
            return nil
        case nil:
            return call.parameters["client_id"] == credentials.apiKey ? .known : nil
        }
    }

    private func isShop(_ encoded: String) -> Bool {
        guard let pair = Call.BasicPair(encoded: encoded) else { return false }
        return pair.user == credentials.apiKey && pair.password == credentials.apiSecret
    }
}
