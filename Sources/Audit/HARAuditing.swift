public import Capture
public import Secrets

extension Auditor {
    /// Learns from an entry of a capture: the first pass. `descriptors` are those that a cassette has with the entry.
    public mutating func learn(_ entry: CaptureEntry, descriptors: [Descriptor], in file: CaptureFile) {
        learn(ReadableExchange(entry), descriptors: descriptors, in: file, entry: entry.number - 1)
    }

    /// Judges an entry of a capture: the second pass. `descriptors` are those that a cassette has with the entry.
    public mutating func sight(_ entry: CaptureEntry, descriptors: [Descriptor], in file: CaptureFile) {
        sight(ReadableExchange(entry), descriptors: descriptors, in: file, entry: entry.number - 1)
    }
}
