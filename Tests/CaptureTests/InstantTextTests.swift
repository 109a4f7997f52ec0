import Capture
import Testing

@Suite struct InstantTextTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-03-02T10:00:00.123Z", 1_772_445_600_123),
        ("2026-03-02T11:00:00.1239999+01:00", 1_772_445_600_123), ("2026-03-02 10:00:00", 1_772_445_600_000),
        ("2026-03-02T04:30:00.1-0530", 1_772_445_600_100), ("2000-02-29T23:59:60Z", 951_868_799_000),
        ("1969-12-31T23:59:59.999Z", -1),
    ])
    func datesOfHARAreRead(text: String, milliseconds: Int64) {
        #expect(Instant(rfc3339: text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "2026", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-03-02T25:00:00Z", "2026-03-02T10:00:00.Z",
        "2026-03-02T10:00:00Zx", "yesterday", "２０２６-03-02T10:00:00Z",
    ])
    func otherTextsAreNoDates(text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test(arguments: [
        "Wed, 21 Oct 2015 07:28:00 GMT", "Wednesday, 21-Oct-15 07:28:00 GMT", "Wed Oct 21 07:28:00 2015",
        "Wed, 21-Oct-2015 07:28:00 GMT",
    ])
    func datesOfCookiesAreRead(text: String) {
        #expect(Instant(httpDate: text)?.rfc3339 == "2015-10-21T07:28:00.000Z")
    }

    @Test(arguments: ["", "0", "-1", "REDACTED", "31 Feb 2026 00:00:00", "1 Jan 1500 00:00:00", "1 Jan 2026 24:00:00"])
    func otherTextsAreNoCookieDates(text: String) {
        #expect(Instant(httpDate: text) == nil)
    }

    @Test func writingAndReadingAgree() {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<2000 {
            let instant = Instant(
                milliseconds: Int64.random(in: -62_167_219_200_000...253_402_300_799_999, using: &random)
            )
            #expect(Instant(rfc3339: instant.rfc3339) == instant)
        }
        let instant = Instant(milliseconds: 1_445_412_480_000)
        #expect(instant.httpDate == "Wed, 21 Oct 2015 07:28:00 GMT")
        #expect(Instant(httpDate: instant.httpDate) == instant)
    }

    @Test func whatIsBeyondTheCalendarIsItsEdge() {
        #expect(Instant(milliseconds: .max).rfc3339 == "9999-12-31T23:59:59.999Z")
        #expect(Instant(milliseconds: .min).rfc3339 == "0000-01-01T00:00:00.000Z")
    }
}
