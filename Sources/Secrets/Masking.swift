extension Ledger {
    /// A text of the traffic as it may be printed: whole, or `{}` when it holds a secret or a placeholder.
    ///
    /// Only texts long enough to hold a token are looked at: a shorter secret is a word that stands there by chance.
    public func masked(_ text: String) -> String {
        let bytes = Array(text.utf8)
        guard bytes.count >= Self.shortestToken else { return text }
        let isSecret =
            bytes.contains(Array(Placeholder.prefix.utf8)) || holdsValue(in: bytes, ofAtLeast: Self.shortestToken)
        return isSecret ? "{}" : text
    }

    private static var shortestToken: Int { 12 }
}

extension Place {
    /// The place with names that may be printed; a field's value without a name of its own has the field's.
    public func printable(_ ledger: Ledger) -> Place {
        var place = self
        place.name = ledger.masked(name)
        switch container {
        case .header(let field):
            let field = ledger.masked(field)
            place.container = .header(field)
            if name.isEmpty { place.name = field }
        case .trailer(let field):
            let field = ledger.masked(field)
            place.container = .trailer(field)
            if name.isEmpty { place.name = field }
        default:
            break
        }
        return place
    }
}
