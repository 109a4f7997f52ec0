/// Texts of any size in every syntax, with a secret here and there, and texts that are meant to cost time.
struct BenchmarkText {
    var name: String
    var mediaType: String
    var opening: String
    var unit: String
    var closing: String

    static let all: [BenchmarkText] = [
        BenchmarkText(
            name: "json",
            mediaType: "application/json",
            opening: "[",
            unit: #"{"id":4711,"name":"A product with a name","price":12.5,"tags":["new","red"],"note":"caf\u00e9"},"#
                + #"{"access_token":"\#(token)","expires_in":3600},"#,
            closing: "0]"
        ),
        BenchmarkText(
            name: "ndjson",
            mediaType: "application/x-ndjson",
            opening: "",
            unit: #"{"level":"info","message":"the cart was saved","cart":{"id":81,"items":3}}"# + "\n",
            closing: ""
        ),
        BenchmarkText(
            name: "form",
            mediaType: "application/x-www-form-urlencoded",
            opening: "a=1",
            unit: "&name=J%C3%B6rg+M&page=2&refresh_token=\(token)",
            closing: ""
        ),
        BenchmarkText(
            name: "jsonp",
            mediaType: "text/javascript",
            opening: "cb_1([",
            unit: #"{"id":4711,"name":"A product with a name","token":"\#(token)"},"#,
            closing: "0]);"
        ),
        BenchmarkText(
            name: "xml",
            mediaType: "application/xml",
            opening: "<list>",
            unit: "<item id=\"4711\"><name>A &amp; B</name><session_token>\(token)</session_token></item>",
            closing: "</list>"
        ),
        BenchmarkText(
            name: "html",
            mediaType: "text/html",
            opening: "<!doctype html><html><body>",
            unit:
                "<div class=\"card\"><a href=\"/p/4711?ref=home&amp;page=2\">A product</a><p>Some words on it.</p></div>"
                + "<script>track({\"id\": 4711});</script>",
            closing: "</body></html>"
        ),
        BenchmarkText(
            name: "script",
            mediaType: "text/javascript",
            opening: "",
            unit: "function f(a,b){return a.token?b[a.key]:{id:a.id,\"name\":\"x\"}}var t=\"/api?x=1\";",
            closing: ""
        ),
        BenchmarkText(
            name: "multipart",
            mediaType: "multipart/form-data; boundary=b1",
            opening: "",
            unit: "--b1\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nsome text in a part\r\n",
            closing: "--b1--\r\n"
        ),
        BenchmarkText(
            name: "event stream",
            mediaType: "text/event-stream",
            opening: "",
            unit: "event: delta\ndata: {\"text\":\"a few words\",\"index\":3}\n\n",
            closing: ""
        ),
        BenchmarkText(
            name: "text",
            mediaType: "text/plain",
            opening: "",
            unit: "The quick brown fox jumps over the lazy dog: level=info, path /a/b, 12 items.\n",
            closing: ""
        ),
        BenchmarkText(
            name: "base64",
            mediaType: "application/octet-stream",
            opening: "",
            unit: "VGhlIHF1aWNrIGJyb3duIGZveCBqdW1wcyBvdmVyIHRoZSBsYXp5IGRvZy4g",
            closing: ""
        ),
        BenchmarkText(name: "hostile: quotes", mediaType: "application/json", opening: "{", unit: "\"\\", closing: ""),
        BenchmarkText(
            name: "hostile: braces",
            mediaType: "application/json",
            opening: "",
            unit: "{\"a\":",
            closing: ""
        ),
        BenchmarkText(name: "hostile: tags", mediaType: "text/html", opening: "<html>", unit: "<a b='", closing: ""),
        BenchmarkText(name: "hostile: ampersands", mediaType: "text/plain", opening: "a=", unit: "&", closing: ""),
        BenchmarkText(name: "hostile: percent", mediaType: "text/plain", opening: "a=", unit: "%25", closing: ""),
    ]

    /// The text, a little longer than that many bytes.
    func bytes(_ size: Int) -> [UInt8] {
        let unit = Array(unit.utf8)
        var bytes = Array(opening.utf8)
        bytes.reserveCapacity(size + unit.count + closing.utf8.count)
        while bytes.count < size { bytes += unit }
        return bytes + Array(closing.utf8)
    }

    private static let token = BenchmarkText.opaque(1)

    /// A made-up value, other for other numbers.
    static func opaque(_ number: Int) -> String {
        var state = UInt64(truncatingIfNeeded: number) &* 0x9E37_79B9_7F4A_7C15 | 1
        return (0..<40).map { _ in
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return String(state % 36, radix: 36)
        }.joined()
    }
}
