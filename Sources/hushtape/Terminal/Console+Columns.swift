#if canImport(Glibc)
import Glibc
#endif

extension Console {
    /// How many columns there are on the terminal that standard output is, 80 where it does not say; `nil` on none.
    static var columns: Int? {
        guard standardOutput.isTerminal else { return nil }
        var size = winsize()
        let isKnown = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        return isKnown ? Int(size.ws_col) : 80
    }
}
