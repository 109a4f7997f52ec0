/// A second of the clock as the fields of a calendar (UTC, Gregorian).
struct SandboxDate {
    private let year: Int
    private let month: Int
    private let day: Int
    private let weekday: Int
    private let secondOfDay: Int

    init(secondsSinceEpoch seconds: Int) {
        var days = seconds / 86_400
        secondOfDay = seconds % 86_400
        weekday = (days + 4) % 7
        // Days are counted in years that begin on 1 March, so that the leap day comes last.
        days += 719_468
        let era = days / 146_097
        let dayOfEra = days % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shifted + 2) / 5 + 1
        month = shifted < 10 ? shifted + 3 : shifted - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// `Thu, 01 Jan 2026 00:00:00 GMT` (RFC 9110 §5.6.7).
    var imfFixdate: String {
        let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        return "\(weekdays[weekday]), \(two(day)) \(months[month - 1]) \(year) \(time) GMT"
    }

    /// `2026-01-01T00:00:00.000Z` (RFC 3339).
    var rfc3339: String {
        "\(year)-\(two(month))-\(two(day))T\(time).000Z"
    }

    private var time: String {
        "\(two(secondOfDay / 3600)):\(two(secondOfDay / 60 % 60)):\(two(secondOfDay % 60))"
    }

    private func two(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
