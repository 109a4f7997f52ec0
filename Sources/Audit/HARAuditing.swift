public import Capture
public import Secrets

extension Auditor {
    /// Learns from an entry of a HAR: the first pass. `descriptors` are those that a cassette has with the entry.
    public mutating func learn(_ entry: HAREntry, descriptors: [Descriptor], in file: CaptureFile) {
        learn(entry.readable, descriptors: descriptors, in: file, entry: entry.number - 1)
    }

    /// Judges an entry of a HAR: the second pass. `descriptors` are those that a cassette has with the entry.
    public mutating func sight(_ entry: HAREntry, descriptors: [Descriptor], in file: CaptureFile) {
        sight(entry.readable, descriptors: descriptors, in: file, entry: entry.number - 1)
    }
}

extension HAREntry {
    /// The exchange to be searched, with the fragment that some producers keep of the URL.
    fileprivate var readable: ReadableExchange {
        var exchange = ReadableExchange(self).exchange
        if let fragment { exchange.request.target += [UInt8(ascii: "#")] + fragment }
        return ReadableExchange(decoded: exchange)
    }
}
