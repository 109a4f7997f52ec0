import Capture
import NIOCore
import Wire

extension FieldSection {
    /// The user name in `Proxy-Authorization: Basic` (RFC 7617); `nil` without one.
    var proxyUser: String? {
        guard let line = first("proxy-authorization") else { return nil }
        let scheme = line.value.prefix(6)
        guard scheme.count == 6, matches(scheme, "basic ") else { return nil }
        guard let pair = Base64.decode(bytes.readableBytesView[line.value].dropFirst(6)) else { return nil }
        let user = pair.prefix { $0 != UInt8(ascii: ":") }
        return user.isEmpty ? nil : String(decoding: user, as: UTF8.self)
    }
}
