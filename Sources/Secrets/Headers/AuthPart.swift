import Capture

/// A part of credentials or of challenges: `name=value`, or a word such as a scheme, base64 or what is malformed.
enum AuthPart {
    /// An auth-param with the value out of its quotes.
    case parameter(name: String, value: Range<Int>, isQuoted: Bool)
    /// A word alone.
    case word(Range<Int>)

    /// The parts of a text. Unless it is said what separates them, it is commas; without any `&`; or else `;` where not
    /// even spaces do.
    static func all(in bytes: [UInt8], separator: UInt8? = nil) -> [AuthPart] {
        var reader = Reader(bytes: bytes, separator: separator)
        return reader.run()
    }

    private struct Reader {
        private let bytes: [UInt8]
        private let end: Int
        private let separator: UInt8
        private var position = 0

        init(bytes: [UInt8], separator: UInt8?) {
            self.bytes = bytes
            end = bytes.count
            self.separator =
                separator ?? [UInt8(ascii: ","), UInt8(ascii: "&"), UInt8(ascii: " ")].first { bytes.contains($0) }
                ?? UInt8(ascii: ";")
        }

        mutating func run() -> [AuthPart] {
            var parts: [AuthPart] = []
            while true {
                while position < end, isSeparator(bytes[position]) { position += 1 }
                guard position < end else { return parts }
                parts.append(next())
            }
        }

        private mutating func next() -> AuthPart {
            let start = position
            if bytes[start] == UInt8(ascii: "\"") { return .word(quoted()) }
            while position < end, isName(bytes[position]) { position += 1 }
            let name = start..<position
            var equals = position
            while equals < end, bytes[equals] == UInt8(ascii: " ") { equals += 1 }
            if equals < end, bytes[equals] == UInt8(ascii: "="), !name.isEmpty {
                var valueStart = equals + 1
                while valueStart < end, bytes[valueStart] == UInt8(ascii: " ") { valueStart += 1 }
                let label = String(decoding: bytes[name], as: UTF8.self)
                if valueStart < end, bytes[valueStart] == UInt8(ascii: "\"") {
                    position = valueStart
                    return .parameter(name: label, value: quoted(), isQuoted: true)
                }
                position = equals + 1
                let value = bare()
                // `=` at the end is padding of base64, and makes no parameter.
                if equals == name.upperBound, bytes[value].contains(where: { $0 != UInt8(ascii: "=") }) {
                    return .parameter(name: label, value: value, isQuoted: false)
                }
                return .word(start..<position)
            }
            position = name.upperBound
            _ = bare()
            if position == start { position += 1 }
            return .word(start..<position)
        }

        /// What stands between the quotes that begin here.
        private mutating func quoted() -> Range<Int> {
            let start = position + 1
            position = start
            while position < end, bytes[position] != UInt8(ascii: "\"") {
                position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
            }
            let stop = min(position, end)
            position = min(stop + 1, end)
            return start..<stop
        }

        private mutating func bare() -> Range<Int> {
            let start = position
            while position < end, !isSeparator(bytes[position]) { position += 1 }
            var stop = position
            while stop > start, bytes[stop - 1] == UInt8(ascii: ";") { stop -= 1 }
            return start..<stop
        }

        private func isSeparator(_ byte: UInt8) -> Bool {
            byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == separator
        }

        private func isName(_ byte: UInt8) -> Bool {
            byte.isTokenCharacter || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "*")
        }
    }
}
