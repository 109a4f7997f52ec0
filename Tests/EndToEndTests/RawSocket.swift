import Foundation

/// A TCP connection that sends exactly what it is told to. Calls block, for a bounded time.
final class RawSocket: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String

        init(_ operation: String) {
            description = "\(operation): \(String(cString: strerror(errno)))"
        }
    }

    private let descriptor: Int32

    init(descriptor: Int32) {
        self.descriptor = descriptor
        var time = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    }

    /// Connects to a port of this machine.
    convenience init(to port: Int) throws {
        let descriptor = socket(AF_INET, streamType, 0)
        guard descriptor >= 0 else { throw Failure("socket") }
        self.init(descriptor: descriptor)
        guard withLoopback(port: port, { connect(descriptor, $0, $1) }) == 0 else { throw Failure("connect") }
    }

    deinit {
        close(descriptor)
    }

    func send(_ text: String) throws {
        try send(Array(text.utf8))
    }

    func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.send(descriptor, $0.baseAddress, $0.count, noSignal) }
            guard count > 0 else { throw Failure("send") }
            rest = rest.dropFirst(count)
        }
    }

    /// What comes next; empty at the end.
    func receive(atMost limit: Int = 65_536) throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: limit)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count >= 0 else { throw Failure("recv") }
        return Array(buffer[..<count])
    }

    /// All up to and including `end`, byte by byte; less when the connection ends.
    func receive(until end: String) throws -> String {
        var bytes: [UInt8] = []
        let end = Array(end.utf8)
        while !bytes.suffix(end.count).elementsEqual(end) {
            let next = try receive(atMost: 1)
            if next.isEmpty { break }
            bytes += next
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// That many bytes; fewer when the connection ends.
    func receive(count: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let next = try receive(atMost: count - bytes.count)
            if next.isEmpty { break }
            bytes += next
        }
        return bytes
    }

    /// All until the other side closes.
    func receiveToEnd() throws -> String {
        var bytes: [UInt8] = []
        while true {
            let next = try receive()
            if next.isEmpty { return String(decoding: bytes, as: UTF8.self) }
            bytes += next
        }
    }

    /// Says that nothing more is sent.
    func endSending() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Ends the connection in both directions.
    func end() {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// Makes letting go of the connection a reset.
    func resetWhenClosed() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }
}

/// A server on loopback that treats each connection as it is told to, in a thread of its own.
final class RawOrigin: Sendable {
    let port: Int
    private let descriptor: Int32

    init(_ serve: @escaping @Sendable (RawSocket) throws -> Void) throws {
        let descriptor = socket(AF_INET, streamType, 0)
        guard descriptor >= 0, withLoopback(port: 0, { bind(descriptor, $0, $1) }) == 0, listen(descriptor, 64) == 0
        else { throw RawSocket.Failure("listen") }
        self.descriptor = descriptor
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let named = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        guard named == 0 else { throw RawSocket.Failure("getsockname") }
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread {
            while true {
                let accepted = accept(descriptor, nil, nil)
                guard accepted >= 0 else { break }
                let connection = RawSocket(descriptor: accepted)
                Thread.detachNewThread { try? serve(connection) }
            }
            Foundation.close(descriptor)
        }
    }

    /// Takes no more connections.
    func close() {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }
}

/// A port of this machine on which nobody listens.
func refusingPort() throws -> Int {
    // Bound and not listening: connections are refused, and nobody else gets the port meanwhile.
    let descriptor = socket(AF_INET, streamType, 0)
    guard descriptor >= 0, withLoopback(port: 0, { bind(descriptor, $0, $1) }) == 0 else {
        throw RawSocket.Failure("bind")
    }
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    _ = withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
    }
    return Int(UInt16(bigEndian: address.sin_port))
}

#if os(Linux)
private let streamType = Int32(SOCK_STREAM.rawValue)
private let noSignal = Int32(MSG_NOSIGNAL)
#else
private let streamType = SOCK_STREAM
private let noSignal: Int32 = 0
#endif

private func withLoopback(port: Int, _ call: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
    return withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { call($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
}
