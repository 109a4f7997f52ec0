extension Instant {
    /// The time as RFC 3339 writes it, in UTC with milliseconds: `2026-03-02T10:00:00.123Z`.
    public var rfc3339: String {
        let time = CivilTime(self)
        return
            "\(digits(time.year, 4))-\(digits(time.month, 2))-\(digits(time.day, 2))T"
            + "\(digits(time.hour, 2)):\(digits(time.minute, 2)):\(digits(time.second, 2)).\(digits(time.millisecond, 3))Z"
    }

    /// Reads RFC 3339 leniently: any count of fraction digits (cut after milliseconds), a space for `T`, and without
    /// a zone UTC. `nil` for anything else.
    public init?(rfc3339 text: String) {
        var scanner = DateScanner(text)
        guard let year = scanner.number(4), scanner.skip("-"), let month = scanner.number(2), scanner.skip("-"),
            let day = scanner.number(2), scanner.skip("Tt "), let hour = scanner.number(2), scanner.skip(":"),
            let minute = scanner.number(2), scanner.skip(":"), let second = scanner.number(2)
        else { return nil }
        var millisecond = 0
        if scanner.skip(".,") {
            let fraction = scanner.takeDigits()
            guard !fraction.isEmpty else { return nil }
            millisecond = Int(String((fraction + "00").prefix(3))) ?? 0
        }
        var offset = 0
        if !scanner.skip("Zz"), !scanner.isAtEnd {
            let isWest = scanner.skip("-")
            guard isWest || scanner.skip("+"), let hours = scanner.number(2) else { return nil }
            _ = scanner.skip(":")
            offset = (isWest ? -1 : 1) * (hours * 60 + (scanner.number(2) ?? 0))
        }
        // A leap second counts as the second before it.
        let time = CivilTime(
            year: year,
            month: month,
            day: day,
            hour: hour,
            minute: minute,
            second: min(second, 59),
            millisecond: millisecond
        )
        guard scanner.isAtEnd, second <= 60, time.isValid else { return nil }
        self.init(milliseconds: time.instant.milliseconds - Int64(offset) * 60_000)
    }

    /// The time as HTTP writes it (IMF-fixdate, RFC 9110 §5.6.7): `Mon, 02 Mar 2026 10:00:00 GMT`.
    public var httpDate: String {
        let time = CivilTime(self)
        return
            "\(Self.weekdays[time.weekday]), \(digits(time.day, 2)) \(Self.months[time.month - 1]) \(digits(time.year, 4)) "
            + "\(digits(time.hour, 2)):\(digits(time.minute, 2)):\(digits(time.second, 2)) GMT"
    }

    /// Reads any date that a cookie may have (RFC 6265 §5.1.1), which covers the three forms of RFC 9110 §5.6.7.
    public init?(httpDate text: String) {
        var time: (hour: Int, minute: Int, second: Int)?
        var day: Int?
        var month: Int?
        var year: Int?
        for token in text.split(whereSeparator: { !($0.isLetter || $0.isNumber || $0 == ":") }) {
            let parts = token.split(separator: ":", omittingEmptySubsequences: false)
            let numbers = parts.compactMap { Int($0.prefix { $0.isASCII && $0.isNumber }) }
            if time == nil, parts.count == 3, numbers.count == 3 {
                time = (numbers[0], numbers[1], numbers[2])
            } else if day == nil, parts.count == 1, token.prefix(while: \.isNumber).count <= 2, numbers.count == 1 {
                day = numbers[0]
            } else if month == nil,
                let index = Self.months.firstIndex(where: { token.lowercased().hasPrefix($0.lowercased()) })
            {
                month = index + 1
            } else if year == nil, parts.count == 1, numbers.count == 1 {
                year = numbers[0]
            }
        }
        guard let time, let day, let month, var year else { return nil }
        if year < 100 { year += year < 70 ? 2_000 : 1_900 }
        let civil = CivilTime(
            year: year,
            month: month,
            day: day,
            hour: time.hour,
            minute: time.minute,
            second: time.second
        )
        guard year >= 1_601, year <= 9_999, civil.isValid else { return nil }
        self = civil.instant
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private func digits(_ value: Int, _ count: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, count - text.count)) + text
    }
}

/// Takes a date apart from its left end.
private struct DateScanner {
    private var rest: Substring

    init(_ text: String) {
        rest = text[...].drop { $0.isWhitespace }
        while rest.last?.isWhitespace == true { rest.removeLast() }
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skip(_ oneOf: String) -> Bool {
        guard let first = rest.first, oneOf.contains(first) else { return false }
        rest.removeFirst()
        return true
    }

    mutating func takeDigits() -> String {
        let digits = rest.prefix { $0 >= "0" && $0 <= "9" }
        rest = rest[digits.endIndex...]
        return String(digits)
    }

    mutating func number(_ count: Int) -> Int? {
        let digits = rest.prefix(count)
        guard digits.count == count, digits.allSatisfy({ $0 >= "0" && $0 <= "9" }) else { return nil }
        rest = rest[digits.endIndex...]
        return Int(digits)
    }
}
