import Secrets

/// A text of a response with the holes that depend on the client; all others are filled.
struct FilledText: Sendable {
    private var pieces: [Piece] = []

    private enum Piece: Sendable {
        case literal([UInt8])
        case hole(Placeholder, HoleContext)
    }

    /// The text of a field value, a trailer or the reason phrase.
    init(field name: String, _ value: [UInt8], holes: HoleTable) {
        var before: [UInt8] = []
        for segment in Template(value).segments {
            switch segment {
            case .literal(let bytes):
                append(bytes)
                before += bytes
            case .hole(let placeholder):
                append(placeholder, .field(named: name, before: before[...]), holes)
                before += placeholder.description.utf8
            }
        }
    }

    /// The text of a body.
    init(body: [UInt8], type: MediaType, holes: HoleTable) {
        let template = Template(body)
        guard !template.isLiteral else {
            append(body)
            return
        }
        var cursor = BodyCursor(syntax: BodySyntax(body, type: type))
        for segment in template.segments {
            switch segment {
            case .literal(let bytes):
                append(bytes)
                cursor.advance(over: bytes)
            case .hole(let placeholder):
                append(placeholder, cursor.context, holes)
                cursor.advance(over: Array(placeholder.description.utf8))
            }
        }
    }

    /// The text, if nothing in it depends on the client.
    var literal: [UInt8]? {
        switch pieces.count {
        case 0: []
        case 1: if case .literal(let bytes) = pieces[0] { bytes } else { nil }
        default: nil
        }
    }

    /// The text with its holes filled.
    func text(_ value: (Placeholder) -> [UInt8]) -> [UInt8] {
        if let literal { return literal }
        var text: [UInt8] = []
        for piece in pieces {
            switch piece {
            case .literal(let bytes): text += bytes
            case .hole(let placeholder, let context): text += context.write(value(placeholder))
            }
        }
        return text
    }

    private mutating func append(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        guard case .literal(var text) = pieces.last else {
            pieces.append(.literal(bytes))
            return
        }
        pieces.removeLast()  // so that the text is appended to where it is
        text += bytes
        pieces.append(.literal(text))
    }

    private mutating func append(_ placeholder: Placeholder, _ context: HoleContext, _ holes: HoleTable) {
        if let value = holes.constant(placeholder) {
            append(context.write(value))
        } else {
            pieces.append(.hole(placeholder, context))
        }
    }
}

/// Where a body has been read to: in a string or a script, and what stood just before.
private struct BodyCursor {
    let syntax: BodySyntax
    private var quote: UInt8?
    private var isEscaped = false
    private var isInScript = false
    private var before: [UInt8] = []

    init(syntax: BodySyntax) {
        self.syntax = syntax
    }

    var context: HoleContext {
        .body(syntax, isInString: quote != nil, isInScript: isInScript, before: before[...])
    }

    mutating func advance(over bytes: [UInt8]) {
        before = Array((before.suffix(2_048) + bytes).suffix(2_048))
        switch syntax {
        case .script:
            for byte in bytes { advanceInScript(byte) }
        case .markup:
            let text = bytes.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
            let opened = text.lastOccurrence(of: Array("<script".utf8))
            let closed = text.lastOccurrence(of: Array("</script".utf8))
            if opened != nil || closed != nil { isInScript = (opened ?? -1) > (closed ?? -1) }
        case .form, .plain:
            break
        }
    }

    private mutating func advanceInScript(_ byte: UInt8) {
        if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = quote != nil
        } else if byte == quote {
            quote = nil
        } else if quote == nil, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
            quote = byte
        }
    }
}

extension [UInt8] {
    fileprivate func lastOccurrence(of text: [UInt8]) -> Int? {
        var found: Int?
        var position = 0
        while let next = firstOccurrence(of: text, from: position) {
            found = next
            position = next + 1
        }
        return found
    }
}
