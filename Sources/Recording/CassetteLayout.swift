import Capture

/// Where the parts of a cassette stand in its bytes.
struct CassetteLayout {
    /// Where each whole entry stands, in file order.
    private(set) var entries: [Range<Int>] = []
    /// Behind the last whole entry, where the closing text begins; behind the opening text when there is no entry.
    private(set) var end = 0
    /// What there is behind the entries.
    private(set) var tail = Tail.closed

    /// What there can be behind the whole entries.
    enum Tail {
        /// The end of a JSON text.
        case closed
        /// The beginning of an entry that was not written to its end.
        case torn
        /// Something that is not JSON, with more behind it: no writer stopped there.
        case damaged
    }

    /// Finds the parts; `nil` if the text is no HAR up to its entries.
    init?(_ bytes: [UInt8]) {
        var scanner = JSONScanner(bytes, mode: .strict)
        guard scanner.next() == .objectStart, Self.find("log", in: &scanner) else { return nil }
        guard findEntries(&scanner) else { return nil }
        readEntries(&scanner)
        while scanner.next() != nil {}
        guard let fault = scanner.fault else { return }
        // When only the first bytes of an entry were written over the old closing text, the rest of that follows them.
        let isAtEnd = scanner.tokenRange.lowerBound >= bytes.count - HARWriter.closing.count
        tail = fault == .unterminated || isAtEnd ? .torn : .damaged
        if tail == .torn { dropEmptyTail(bytes) }
    }

    private mutating func findEntries(_ scanner: inout JSONScanner) -> Bool {
        while case .name(let range, let hasEscapes) = scanner.next(), let value = scanner.next() {
            if value == .arrayStart, scanner.text(range, hasEscapes: hasEscapes) == "entries" {
                end = scanner.offset
                if scanner.bytes[end...].first == UInt8(ascii: "\n") { end += 1 }
                return true
            }
            Self.skip(value, of: &scanner)
        }
        return false
    }

    private mutating func readEntries(_ scanner: inout JSONScanner) {
        while scanner.next() == .objectStart {
            let start = scanner.tokenRange.lowerBound
            scanner.skipContainer()
            guard scanner.fault == nil else { return }
            end = scanner.tokenRange.upperBound
            entries.append(start..<end)
        }
    }

    /// What is left of an old closing text may close an object that holds nothing.
    private mutating func dropEmptyTail(_ bytes: [UInt8]) {
        guard let last = entries.last, bytes[last].dropFirst().dropLast().allSatisfy({ $0 == 0x20 || $0 == 0x0A })
        else { return }
        entries.removeLast()
        end = entries.last?.upperBound ?? last.lowerBound
    }

    /// Goes on to behind the opening bracket of the object under this name.
    private static func find(_ name: String, in scanner: inout JSONScanner) -> Bool {
        while case .name(let range, let hasEscapes) = scanner.next(), let value = scanner.next() {
            if value == .objectStart, scanner.text(range, hasEscapes: hasEscapes) == name { return true }
            skip(value, of: &scanner)
        }
        return false
    }

    /// Skips what is left of a value whose first token this is.
    private static func skip(_ value: JSONScanner.Token, of scanner: inout JSONScanner) {
        if value == .objectStart || value == .arrayStart { scanner.skipContainer() }
    }
}
