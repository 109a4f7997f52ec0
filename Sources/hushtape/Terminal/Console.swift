import Dispatch
import Synchronization

#if canImport(Glibc)
import Glibc
#endif

/// A standard stream, written to a line at a time from any thread.
///
/// Lines are written on a queue of their own: a terminal that does not read must not hold the proxy up.
struct Console: Sendable {
    private let descriptor: Int32
    private static let queue = DispatchQueue(label: "hushtape.console")
    private static let failure = Atomic<Int32>(0)

    /// Standard output: answers, and the line that says where a command listens.
    static let standardOutput = Console(descriptor: 1)
    /// Standard error: what happens meanwhile, and errors.
    static let standardError = Console(descriptor: 2)

    /// Whether a person looks at it.
    var isTerminal: Bool {
        isatty(descriptor) == 1
    }

    /// Whether colours are wanted: on a terminal, unless `NO_COLOR` is set (https://no-color.org).
    var usesColour: Bool {
        isTerminal && (getenv("NO_COLOR").map { $0.pointee == 0 } ?? true)
    }

    /// Writes a text and ends its line.
    func write(_ text: String) {
        write(Array(text.utf8) + (text.hasSuffix("\n") ? [] : [UInt8(ascii: "\n")]))
    }

    /// Writes bytes as they are.
    func write(_ bytes: [UInt8]) {
        Self.queue.async { [descriptor] in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else {
                    Self.failure.store(errno, ordering: .relaxed)
                    return
                }
                rest = rest.dropFirst(count)
            }
        }
    }

    /// A text with names from traffic in it: what could move the cursor or break the line becomes `?`.
    static func printable(_ text: String) -> String {
        var printable = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: printable.append("?")
            default: printable.append(scalar)
            }
        }
        return String(printable)
    }

    /// Waits until everything is written. Returns the system's reason if something could not be; a reader that went away
    /// has its own.
    @discardableResult
    static func flush() -> String? {
        queue.sync {}
        let number = failure.load(ordering: .relaxed)
        return number == 0 || number == EPIPE ? nil : String(cString: strerror(number))
    }
}
