public import Capture
public import Secrets

extension Auditor {
    /// Learns from an entry of a HAR or a cassette: the first pass.
    public mutating func learn(_ entry: HAREntry, in file: CaptureFile) throws(DescriptorError) {
        let descriptors = try CassetteEntry(entry).descriptors
        learn(entry.readable, descriptors: descriptors, in: file, entry: entry.number - 1)
    }

    /// Judges an entry of a HAR or a cassette: the second pass.
    public mutating func sight(_ entry: HAREntry, in file: CaptureFile) throws(DescriptorError) {
        let descriptors = try CassetteEntry(entry).descriptors
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
