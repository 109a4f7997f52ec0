/// A date and time of day in UTC, in the proleptic Gregorian calendar.
struct CivilTime: Hashable {
    var year: Int
    var month: Int
    var day: Int
    var hour: Int
    var minute: Int
    var second: Int
    var millisecond = 0

    /// The day of the week, from 0 for Sunday.
    var weekday: Int {
        let days = daysSinceEpoch + 4
        return days >= 0 ? days % 7 : (days % 7 + 7) % 7
    }

    /// Whether each part is within its range; a leap second is not.
    var isValid: Bool {
        guard (1...12).contains(month), (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second)
        else { return false }
        let isLeapYear = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        let days = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...days[month - 1]).contains(day)
    }

    /// The days since 1970-01-01, by counting years from March so that the leap day comes last.
    private var daysSinceEpoch: Int {
        let year = month > 2 ? year : year - 1
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The point in time.
    var instant: Instant {
        let seconds = daysSinceEpoch * 86_400 + hour * 3_600 + minute * 60 + second
        return Instant(milliseconds: Int64(seconds) * 1_000 + Int64(millisecond))
    }
}

extension CivilTime {
    /// The date and time of a point in time; what lies outside the years 0 to 9999 becomes their first or last moment.
    init(_ instant: Instant) {
        let limited = min(max(instant.milliseconds, -62_167_219_200_000), 253_402_300_799_999)
        let (days, rest) = Self.divide(Int(limited), by: 86_400_000)
        let (era, dayOfEra) = Self.divide(days + 719_468, by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        hour = rest / 3_600_000
        minute = rest / 60_000 % 60
        second = rest / 1_000 % 60
        millisecond = rest % 1_000
    }

    private static func divide(_ value: Int, by divisor: Int) -> (quotient: Int, remainder: Int) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
