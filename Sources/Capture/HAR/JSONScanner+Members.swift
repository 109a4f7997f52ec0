/// Walking through JSON of which only some is wanted and any of which may be of the wrong type.
extension JSONScanner {
    /// Calls `body` for each member of the object just begun, with its name and the first token of its value.
    ///
    /// `body` may take the rest of the value or leave it.
    mutating func forEachMember(_ body: (inout JSONScanner, String, Token) -> Void) {
        let level = depth
        var token = next()
        while let current = token {
            switch current {
            case .malformed: return
            case .objectEnd, .arrayEnd:
                if depth < level { return }
                token = next()
            case .name(let range, let hasEscapes):
                token = next()
                switch token {
                // A name without a value.
                case nil, .name, .objectEnd, .arrayEnd, .malformed: continue
                case let value?:
                    body(&self, text(range, hasEscapes: hasEscapes), value)
                    skip(to: level)
                    token = next()
                }
            default:
                skip(to: level)
                token = next()
            }
        }
    }

    /// Calls `body` for each element of the array just begun, with the first token of it.
    mutating func forEachElement(_ body: (inout JSONScanner, Token) -> Void) {
        let level = depth
        while let token = next() {
            switch token {
            case .malformed: return
            case .objectEnd, .arrayEnd: if depth < level { return }
            default:
                body(&self, token)
                skip(to: level)
            }
        }
    }

    /// Skips what is open beyond `level` containers.
    mutating func skip(to level: Int) {
        while depth > level, fault == nil { skipContainer() }
    }

    /// The bytes of a string, or the text of a number; `nil` for anything else.
    func content(of token: Token) -> [UInt8]? {
        switch token {
        case .string(let range, let hasEscapes): content(range, hasEscapes: hasEscapes)
        case .number(let range): Array(bytes[range])
        default: nil
        }
    }

    /// A string, or the text of a number; `nil` for anything else.
    func text(of token: Token) -> String? {
        switch token {
        case .string(let range, let hasEscapes): text(range, hasEscapes: hasEscapes)
        case .number(let range): text(range, hasEscapes: false)
        default: nil
        }
    }

    /// A number, or a string that is one; `nil` for anything else.
    func number(of token: Token) -> Double? {
        text(of: token).flatMap(Double.init)
    }
}
