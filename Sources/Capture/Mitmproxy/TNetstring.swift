/// A value in a tnetstring, `LENGTH:PAYLOAD<type>` (https://tnetstrings.info), with mitmproxy's `;` for text.
///
/// Only the type and the place of the payload are kept: nothing is copied or looked at before it is asked for, so that
/// no nesting and no length that lies costs more than one walk over what is there.
struct TNetstring {
    /// The byte behind the payload.
    enum Kind: UInt8 {
        case bytes = 0x2C
        case text = 0x3B
        case integer = 0x23
        case float = 0x5E
        case boolean = 0x21
        case null = 0x7E
        case list = 0x5D
        case dictionary = 0x7D
    }

    /// Why there is no value.
    enum Fault: Error {
        /// The text ends before the value does.
        case cut
        /// Something that is no value, or not the value that is needed there.
        case malformed
    }

    /// As many digits as mitmproxy reads of a length.
    private static let longestLength = 12
    /// More elements than any list has that is asked for.
    private static let mostElements = 100_000

    let kind: Kind
    /// Where the payload stands.
    let payload: Range<Int>
    private let buffer: [UInt8]

    /// The value at an offset; all of it stands before `end`.
    init(_ buffer: [UInt8], at start: Int, before end: Int) throws(Fault) {
        var position = start
        var length = 0
        while position < end, buffer[position].isASCIIDigit {
            guard position - start < Self.longestLength else { throw .malformed }
            length = length * 10 + Int(buffer[position] - UInt8(ascii: "0"))
            position += 1
        }
        guard position < end else { throw .cut }
        guard position > start, buffer[position] == UInt8(ascii: ":") else { throw .malformed }
        let first = position + 1
        guard length < end - first else { throw .cut }
        guard let kind = Kind(rawValue: buffer[first + length]) else { throw .malformed }
        self.kind = kind
        payload = first..<(first + length)
        self.buffer = buffer
    }

    /// The offset behind the value.
    var end: Int { payload.upperBound + 1 }

    /// The content of bytes or of a text.
    var bytes: [UInt8]? {
        kind == .bytes || kind == .text ? Array(buffer[payload]) : nil
    }

    /// The content of bytes or of a text, as UTF-8.
    var text: String? {
        bytes.map { String(decoding: $0, as: UTF8.self) }
    }

    /// A number, if it is a finite one.
    var number: Double? {
        guard kind == .integer || kind == .float, payload.count <= 32 else { return nil }
        return Double(String(decoding: buffer[payload], as: UTF8.self)).flatMap { $0.isFinite ? $0 : nil }
    }

    /// A whole number.
    var integer: Int? {
        number.flatMap { Int(exactly: $0) }
    }

    /// The elements of a list.
    func elements() throws(Fault) -> [TNetstring] {
        guard kind == .list else { throw .malformed }
        var elements: [TNetstring] = []
        var position = payload.lowerBound
        while position < payload.upperBound {
            guard elements.count < Self.mostElements else { throw .malformed }
            let element = try inner(at: position)
            elements.append(element)
            position = element.end
        }
        return elements
    }

    /// The member of a dictionary that has one of these names, or `nil` if there is none or it is null. Of several
    /// the last one counts.
    func member(_ names: StaticString...) throws(Fault) -> TNetstring? {
        guard kind == .dictionary else { throw .malformed }
        var found: TNetstring?
        var position = payload.lowerBound
        while position < payload.upperBound {
            let key = try inner(at: position)
            guard key.kind == .bytes || key.kind == .text else { throw .malformed }
            let value = try inner(at: key.end)
            if names.contains(where: { key.holds($0) }) { found = value }
            position = value.end
        }
        return found?.kind == .null ? nil : found
    }

    private func holds(_ name: StaticString) -> Bool {
        name.utf8CodeUnitCount == payload.count
            && buffer[payload].elementsEqual(UnsafeBufferPointer(start: name.utf8Start, count: payload.count))
    }

    /// A value inside of this one that does not fit into it is no cut.
    private func inner(at start: Int) throws(Fault) -> TNetstring {
        do {
            return try TNetstring(buffer, at: start, before: payload.upperBound)
        } catch {
            throw .malformed
        }
    }
}
