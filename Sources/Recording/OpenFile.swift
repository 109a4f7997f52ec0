#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// An open file; closed when it goes out of scope. Every call is made again when a signal interrupts it.
struct OpenFile: ~Copyable, Sendable {
    private let descriptor: CInt
    /// What errors call it.
    private let name: String

    private init(_ descriptor: CInt, name: String) {
        self.descriptor = descriptor
        self.name = name
    }

    deinit {
        // A program that is being started holds a copy for a moment, and the lock with it.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Creates a file that only its owner may read or write; `nil` if there is anything under this path already.
    static func create(_ path: String, name: String) throws(CassetteFileError) -> OpenFile? {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 { return OpenFile(descriptor, name: name) }
        switch errno {
        case EEXIST: return nil
        case ENOENT, ENOTDIR: throw CassetteFileError(file: name, .folderMissing)
        default: throw Self.failure("created", name)
        }
    }

    /// Opens an existing file to read and write; never waits, not even for the other end of a pipe.
    static func openExisting(_ path: String, name: String) throws(CassetteFileError) -> OpenFile {
        let descriptor = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK)
        if descriptor >= 0 { return OpenFile(descriptor, name: name) }
        throw errno == EISDIR ? CassetteFileError(file: name, .notAFile) : Self.failure("opened", name)
    }

    /// The error of the system call that has just failed.
    private static func failure(_ operation: String, _ name: String) -> CassetteFileError {
        CassetteFileError(file: name, .system(operation: operation, reason: String(cString: strerror(errno))))
    }

    /// What is known of a file without reading it.
    struct Status: Hashable {
        /// The length in bytes.
        var size: Int
        /// The permission bits.
        var permissions: mode_t
        /// Whether it is neither a folder nor a device.
        var isRegular: Bool
        /// Whether some path still leads to it.
        var isLinked: Bool
        fileprivate var device: dev_t
        fileprivate var inode: ino_t

        fileprivate init(_ status: stat) {
            size = Int(status.st_size)
            permissions = status.st_mode & 0o7777
            isRegular = status.st_mode & S_IFMT == S_IFREG
            isLinked = status.st_nlink > 0
            device = status.st_dev
            inode = status.st_ino
        }
    }

    /// What is known of the file.
    func status() throws(CassetteFileError) -> Status {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.failure("examined", name) }
        return Status(status)
    }

    /// Whether the path leads to this very file.
    func isAt(_ path: String) throws(CassetteFileError) -> Bool {
        var there = stat()
        guard stat(path, &there) == 0 else { return false }
        let here = try status()
        return here.device == there.st_dev && here.inode == there.st_ino
    }

    /// Takes the lock of the file for as long as it is open; reports false if another open file has it.
    func lock() throws(CassetteFileError) -> Bool {
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            if errno == EWOULDBLOCK { return false }
            guard errno == EINTR else { throw Self.failure("locked", name) }
        }
        return true
    }

    /// Gives the lock back.
    func unlock() {
        flock(descriptor, LOCK_UN)
    }

    /// The bytes of a range, fewer where the file ends before.
    func read(_ range: Range<Int>) throws(CassetteFileError) -> [UInt8] {
        var failure: CassetteFileError?
        let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
            while count < range.count {
                let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
                let read = pread(descriptor, rest.baseAddress, rest.count, off_t(range.lowerBound + count))
                if read == 0 { break }
                if read > 0 {
                    count += read
                } else if errno != EINTR {
                    failure = Self.failure("read", name)
                    break
                }
            }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Writes all bytes at an offset; with one call unless the system takes only a part.
    func write(_ bytes: [UInt8], at offset: Int) throws(CassetteFileError) {
        var failure: CassetteFileError?
        bytes.withUnsafeBytes { buffer in
            var count = 0
            while count < buffer.count {
                let rest = UnsafeRawBufferPointer(rebasing: buffer[count...])
                let written = pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset + count))
                if written > 0 {
                    count += written
                } else if errno != EINTR {
                    failure = Self.failure("written", name)
                    break
                }
            }
        }
        if let failure { throw failure }
    }

    /// Cuts the file to this length in bytes.
    func truncate(to size: Int) throws(CassetteFileError) {
        while ftruncate(descriptor, off_t(size)) != 0 {
            guard errno == EINTR else { throw Self.failure("cut", name) }
        }
    }

    /// Sets the permission bits.
    func setPermissions(_ permissions: mode_t) throws(CassetteFileError) {
        guard fchmod(descriptor, permissions) == 0 else { throw Self.failure("protected", name) }
    }

    /// Gives the file another path, over whatever is there.
    func move(from path: String, to target: String) throws(CassetteFileError) {
        guard rename(path, target) == 0 else { throw Self.failure("replaced", name) }
    }

    /// Gives the file a path under which there is nothing yet; `false` if there is something.
    func move(from path: String, toNew target: String) throws(CassetteFileError) -> Bool {
        if link(path, target) == 0 {
            Self.remove(path)
            return true
        }
        if errno == EEXIST { return false }
        // A file system without links.
        guard !Self.exists(target) else { return false }
        try move(from: path, to: target)
        return true
    }

    /// Whether there is anything under a path.
    static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// Takes a path away, if there is anything under it.
    static func remove(_ path: String) {
        unlink(path)
    }

    /// The path behind all symbolic links.
    static func resolve(_ path: String, name: String) throws(CassetteFileError) -> String {
        guard let resolved = realpath(path, nil) else { throw Self.failure("found", name) }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// Waits until everything written is on the disk.
    func synchronize() throws(CassetteFileError) {
        while fsync(descriptor) != 0 {
            guard errno == EINTR else { throw Self.failure("written", name) }
        }
    }
}
