extension RequestTarget {
    /// Finds the form and the parts of a target and checks that it goes with the method (RFC 9112 §3.2).
    init(_ span: borrowing Span<UInt8>, method: Range<Int>, target: Range<Int>) throws(WireError) {
        let isConnect = span.isExactly(method, "CONNECT")
        switch span[target.lowerBound] {
        case _ where isConnect:
            guard let authority = Authority(span, target), authority.port != nil, authority.userInfo == nil else {
                throw WireError(.authority, at: target.lowerBound)
            }
            self = .authority(authority)
        case UInt8(ascii: "/"):
            self = .origin(target)
        case UInt8(ascii: "*") where target.count == 1:
            guard span.isExactly(method, "OPTIONS") else { throw WireError(.target, at: target.lowerBound) }
            self = .asterisk
        default:
            self = try Self.absolute(span, target)
        }
    }

    /// `scheme "://" authority path-abempty [ "?" query ]` (RFC 9112 §3.2.2).
    private static func absolute(_ span: borrowing Span<UInt8>, _ target: Range<Int>) throws(WireError) -> Self {
        var colon = target.lowerBound
        while colon < target.upperBound && span[colon].isSchemeByte { colon += 1 }
        guard span[target.lowerBound].isLetter, span.hasBytes("://", at: colon), colon + 3 < target.upperBound else {
            throw WireError(.target, at: colon)
        }
        var end = colon + 3
        while end < target.upperBound && span[end] != UInt8(ascii: "/") && span[end] != UInt8(ascii: "?") { end += 1 }
        guard let authority = Authority(span, colon + 3..<end) else { throw WireError(.authority, at: colon + 3) }
        return .absolute(
            scheme: target.lowerBound..<colon,
            authority: authority,
            pathAndQuery: end..<target.upperBound
        )
    }
}

extension Authority {
    /// Parses `[ userinfo "@" ] host [ ":" port ]` (RFC 3986 §3.2); `nil` when it is anything else.
    ///
    /// A host is an IPv6 address in brackets or made of letters, digits and `-._~`. Percent-encoding, which the
    /// grammar allows, is refused: two readers may take it for two hosts.
    init?(_ span: borrowing Span<UInt8>, _ range: Range<Int>) {
        var start = range.lowerBound
        userInfo = span.userInfo(in: range)
        if let userInfo {
            for index in userInfo where !span[index].isUserInfoByte { return nil }
            start = userInfo.upperBound + 1
        }
        var end = start
        if start < range.upperBound && span[start] == UInt8(ascii: "[") {
            end += 1
            while end < range.upperBound && span[end].isIPv6Byte { end += 1 }
            guard end < range.upperBound, span[end] == UInt8(ascii: "]") else { return nil }
            host = start + 1..<end
            isIPv6 = true
            end += 1
        } else {
            while end < range.upperBound && span[end].isUnreserved { end += 1 }
            host = start..<end
            isIPv6 = false
        }
        guard !host.isEmpty else { return nil }
        guard end < range.upperBound else {
            port = nil
            return
        }
        guard span[end] == .colon else { return nil }
        var port: Int? = nil
        for index in end + 1..<range.upperBound {
            guard span[index].isDigit else { return nil }
            let value = (port ?? 0) * 10 + Int(span[index] &- 0x30)
            guard value <= 65_535 else { return nil }
            port = value
        }
        self.port = port
    }

    /// Checks that this authority of an absolute target and the one of the Host field are the same server.
    ///
    /// RFC 9112 §3.2.2 lets a proxy ignore Host beside an absolute target. Whoever reads the request next may not,
    /// so it is refused when they differ. A missing port stands for the scheme's default.
    func agrees(with hostField: Authority, _ span: borrowing Span<UInt8>, scheme: Range<Int>) -> Bool {
        guard isIPv6 == hostField.isIPv6, span.matches(host, hostField.host) else { return false }
        let defaultPort = span.matches(scheme, "http") ? 80 : span.matches(scheme, "https") ? 443 : nil
        return (port ?? defaultPort) == (hostField.port ?? defaultPort)
    }
}

extension Span<UInt8> {
    /// Whether exactly these bytes stand in `range`.
    func isExactly(_ range: Range<Int>, _ text: StaticString) -> Bool {
        range.count == text.utf8CodeUnitCount && hasBytes(text, at: range.lowerBound)
    }

    /// What stands before the `@` of an authority.
    fileprivate func userInfo(in range: Range<Int>) -> Range<Int>? {
        for index in range where self[index] == UInt8(ascii: "@") {
            return range.lowerBound..<index
        }
        return nil
    }
}

extension UInt8 {
    /// A byte of a scheme (RFC 3986 §3.1).
    fileprivate var isSchemeByte: Bool {
        isLetter || isDigit || self == UInt8(ascii: "+") || self == UInt8(ascii: "-") || self == UInt8(ascii: ".")
    }

    /// `unreserved` (RFC 3986 §2.3).
    fileprivate var isUnreserved: Bool {
        isLetter || isDigit || self == UInt8(ascii: "-") || self == UInt8(ascii: ".") || self == UInt8(ascii: "_")
            || self == UInt8(ascii: "~")
    }

    /// A byte of a userinfo (RFC 3986 §3.2.1).
    fileprivate var isUserInfoByte: Bool {
        switch self {
        case UInt8(ascii: ":"), UInt8(ascii: "%"), UInt8(ascii: "!"), UInt8(ascii: "$"), UInt8(ascii: ";"),
            UInt8(ascii: "="), UInt8(ascii: "&")...UInt8(ascii: ","):
            true
        default: isUnreserved
        }
    }

    /// A byte of an IPv6 address, which may end in an IPv4 one.
    fileprivate var isIPv6Byte: Bool {
        hexDigitValue != nil || self == .colon || self == UInt8(ascii: ".")
    }
}
