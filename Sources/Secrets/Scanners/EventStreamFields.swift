import Capture

/// The data of server-sent events (HTML, "Server-sent events").
enum EventStreamFields {
    /// The data of each event: the texts of its `data:` lines, joined by line feeds.
    static func scan(_ view: View) -> [View] {
        let bytes = view.bytes
        var events: [View] = []
        var lines: [View] = []
        var position = 0
        while position < bytes.count {
            let end = bytes[position...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
            let line = bytes[position..<end]
            if line.isEmpty, end == 0 || bytes[end - 1] != 0x0D || end >= bytes.count || bytes[end] != 0x0A {
                if !lines.isEmpty { events.append(View.joined(lines, separator: [0x0A])) }
                lines = []
            } else if line.starts(with: "data:".utf8) {
                let start = position + 5
                lines.append(view.slice((start < end && bytes[start] == 0x20 ? start + 1 : start)..<end))
            }
            position = end + 1
        }
        if !lines.isEmpty { events.append(View.joined(lines, separator: [0x0A])) }
        return events
    }

    /// Whether bytes are such a stream: a line of a field comes first, and data soon. What is declared to be one need only
    /// have data somewhere near its beginning.
    static func isLikely(_ bytes: [UInt8], isDeclared: Bool = false) -> Bool {
        let start = bytes.prefix(isDeclared ? 1 << 16 : 1 << 10)
        guard isDeclared || ["data:", "event:", "id:", "retry:", ":"].contains(where: { start.starts(with: $0.utf8) })
        else { return false }
        return start.starts(with: "data:".utf8) || start.starts(with: [0xEF, 0xBB, 0xBF] + Array("data:".utf8))
            || ["\ndata:", "\rdata:"].contains { Array(start).firstIndex(of: Array($0.utf8)) != nil }
    }
}
