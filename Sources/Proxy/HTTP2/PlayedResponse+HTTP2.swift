import Capture
import NIOCore
import NIOHPACK
import NIOHTTP2

extension PlayedResponse {
    /// The whole response as frames, without the fields that HTTP/2 does not have (RFC 9113 §8.2.2).
    var frames: [HTTP2Frame.FramePayload] {
        var frames = OutgoingFrames()
        for interim in response.interim where interim.status != 101 {
            frames.append(headers(of: interim, length: nil))
        }
        let content = response.body.bytes
        switch delivery {
        case .headOnly:
            frames.append(headers(of: response, length: nil))
        case .length:
            frames.append(headers(of: response, length: content.count))
            frames.append(content)
        case .chunked(let sizes):
            frames.append(headers(of: response, length: content.count))
            let fits = sizes.allSatisfy { $0 > 0 } && sizes.reduce(0, +) == content.count
            var start = 0
            for size in fits ? sizes : [content.count] {
                frames.append(content[start..<start + size])
                start += size
            }
        case .untilClose:
            frames.append(headers(of: response, length: content.count))
            frames.append(content)
        }
        var trailers = HPACKHeaders()
        for field in response.trailers where !response.trailers.isHopByHop(field) { trailers.add(field) }
        frames.end(trailers: trailers)
        return frames.take()
    }

    /// The fields as recorded; a length that is among them is made to fit the content, which may have been filled anew.
    private func headers(of response: Response, length: Int?) -> HPACKHeaders {
        var headers = HPACKHeaders()
        headers.add(name: ":status", value: String(response.status))
        var isFramed = false
        for field in response.fields where !response.fields.isHopByHop(field) {
            if field.isNamed("Transfer-Encoding") { continue }
            guard field.isNamed("Content-Length"), let length else {
                headers.add(field)
                continue
            }
            if !isFramed { headers.add(name: "content-length", value: String(length)) }
            isFramed = true
        }
        return headers
    }
}

extension OutgoingFrames {
    fileprivate mutating func append(_ content: some Sequence<UInt8>) {
        let bytes = ByteBuffer(bytes: content)
        if bytes.readableBytes > 0 { append(bytes) }
    }
}

extension HPACKHeaders {
    fileprivate mutating func add(_ field: HeaderField) {
        add(name: field.name.lowercased(), value: field.text)
    }
}
