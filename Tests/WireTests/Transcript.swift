import NIOCore
import Wire

/// What a decoder made of some bytes, in a form that does not depend on how the bytes were cut: slices of a body that
/// follow each other are joined.
struct Transcript: Hashable, CustomStringConvertible {
    enum Step: Hashable {
        case request(line: [String], fields: [String], BodyFraming)
        case response(status: Int, reason: String, fields: [String], BodyFraming?)
        case chunk(Int)
        case body(String)
        case end(trailers: [String])
        case refused(WireError)
    }

    var steps: [Step] = []

    var error: WireError? {
        if case .refused(let error) = steps.last { return error }
        return nil
    }

    var description: String {
        steps.map { "\($0)" }.joined(separator: "\n")
    }

    mutating func add(_ step: Step) {
        if case .body(let more) = step, case .body(let before) = steps.last {
            steps[steps.count - 1] = .body(before + more)
        } else {
            steps.append(step)
        }
    }
}

extension Transcript {
    /// Decodes requests that arrive in these pieces.
    static func requests(
        _ pieces: [ByteBuffer],
        limits: Limits = Limits(),
        atEnd: Bool = false
    ) -> Transcript {
        var decoder = RequestDecoder(limits: limits)
        var transcript = Transcript()
        do throws(WireError) {
            for piece in pieces {
                decoder.receive(piece)
                while let event = try decoder.next() {
                    transcript.add(step(event))
                }
            }
            if atEnd { try decoder.finish() }
        } catch {
            transcript.add(.refused(error))
        }
        return transcript
    }

    /// Decodes responses to these requests that arrive in these pieces.
    static func responses(
        _ pieces: [ByteBuffer],
        to requests: [MethodKind] = [.other],
        upgrade: Bool = false,
        limits: Limits = Limits(),
        atEnd: Bool = false
    ) -> Transcript {
        var decoder = ResponseDecoder(limits: limits)
        var transcript = Transcript()
        for request in requests { decoder.expect(request, upgrade: upgrade) }
        do throws(WireError) {
            for piece in pieces {
                decoder.receive(piece)
                while let event = try decoder.next() {
                    transcript.add(step(event))
                }
            }
            if atEnd, let event = try decoder.finish() { transcript.add(step(event)) }
        } catch {
            transcript.add(.refused(error))
        }
        return transcript
    }

    private static func step(_ event: RequestEvent) -> Step {
        switch event {
        case .head(let head, let framing):
            .request(
                line: [head.method, latin1(head.bytes, head.targetRange), head.version.rawValue],
                fields: fields(head.fields),
                framing
            )
        case .chunk(let size): .chunk(size)
        case .body(let bytes): .body(latin1(bytes))
        case .end(let trailers): .end(trailers: fields(trailers))
        }
    }

    private static func step(_ event: ResponseEvent) -> Step {
        switch event {
        case .interim(let head):
            .response(
                status: head.status,
                reason: latin1(head.bytes, head.reasonRange),
                fields: fields(head.fields),
                nil
            )
        case .head(let head, let framing):
            .response(
                status: head.status,
                reason: latin1(head.bytes, head.reasonRange),
                fields: fields(head.fields),
                framing
            )
        case .chunk(let size): .chunk(size)
        case .body(let bytes): .body(latin1(bytes))
        case .end(let trailers): .end(trailers: fields(trailers))
        }
    }

    private static func fields(_ section: FieldSection) -> [String] {
        section.lines.map { latin1(section.bytes, $0.name) + ": " + latin1(section.bytes, $0.value) }
    }
}

/// Bytes as text, one character a byte, so that nothing is lost in a comparison.
func latin1(_ bytes: some Sequence<UInt8>) -> String {
    var text = String.UnicodeScalarView()
    for byte in bytes { text.append(Unicode.Scalar(byte)) }
    return String(text)
}

func latin1(_ buffer: ByteBuffer, _ range: Range<Int>? = nil) -> String {
    latin1(buffer.readableBytesView[range ?? 0..<buffer.readableBytes])
}

/// The bytes of a text of one character a byte: `"\u{e9}"` is the single byte E9.
func bytes(_ text: String) -> ByteBuffer {
    ByteBuffer(bytes: text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
}

/// The bytes in two pieces, cut at `index`.
func cut(_ buffer: ByteBuffer, at index: Int) -> [ByteBuffer] {
    [ByteBuffer(buffer.readableBytesView[0..<index]), ByteBuffer(buffer.readableBytesView[index...])]
}

/// The bytes one by one.
func singly(_ buffer: ByteBuffer) -> [ByteBuffer] {
    buffer.readableBytesView.map { ByteBuffer(bytes: [$0]) }
}
