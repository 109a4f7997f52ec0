public import Capture
public import Secrets

extension Auditor {
    /// Learns from an entry of a HAR or a cassette: the first pass.
    public mutating func learn(_ entry: HAREntry, in file: CaptureFile) throws(DescriptorError) {
        let descriptors = try CassetteEntry(entry).descriptors
        learn(ReadableExchange(entry), descriptors: descriptors, in: file, entry: entry.number - 1)
    }

    /// Judges an entry of a HAR or a cassette: the second pass.
    public mutating func sight(_ entry: HAREntry, in file: CaptureFile) throws(DescriptorError) {
        let descriptors = try CassetteEntry(entry).descriptors
        sight(ReadableExchange(entry), descriptors: descriptors, in: file, entry: entry.number - 1)
    }
}

extension ReadableExchange {
    /// An entry of a HAR: most producers store bodies decoded, and some keep the fragment of the URL.
    init(_ entry: HAREntry) {
        var exchange = entry.exchange
        if !entry.isRequestDecoded || !entry.isResponseDecoded {
            let decoded = ReadableExchange(exchange).exchange
            if !entry.isRequestDecoded { exchange.request.body = decoded.request.body }
            if let body = decoded.response?.body, !entry.isResponseDecoded { exchange.response?.body = body }
        }
        if let fragment = entry.fragment { exchange.request.target += [UInt8(ascii: "#")] + fragment }
        self.init(decoded: exchange)
    }
}
