import Recording
import Testing

/// Origins that fail: the client is told which one and why, and the recording goes on.
struct BadOriginTests {
    @Test("the answer is 502 with a problem document", .needsCurl)
    func failures() async throws {
        try await withShop { shop in
            let refusing = try refusingPort()
            let resetting = try RawOrigin { connection in
                _ = try connection.receive(until: "\r\n\r\n")
                connection.resetWhenClosed()
            }
            let babbling = try RawOrigin { connection in
                _ = try connection.receive(until: "\r\n\r\n")
                try connection.send("SSH-2.0-server\r\n\r\n")
                connection.endSending()
            }
            defer {
                resetting.close()
                babbling.close()
            }
            let recorder = try await shop.record(
                into: "shop.har",
                "--resolve",
                "refusing.test:80=127.0.0.1:\(refusing)",
                "resetting.test:80=127.0.0.1:\(resetting.port)",
                "babbling.test:80=127.0.0.1:\(babbling.port)",
                "shop.test:80=127.0.0.1:\(shop.httpPort)",
                "127.0.0.2:443=127.0.0.1:\(shop.httpsPort)"
            )
            let curl = Curl(through: recorder)
            #expect(try await curl.send("http://shop.test/wire/etag").status == 200)
            for (url, detail) in [
                ("http://refusing.test/", "refusing.test:80 refuses connections"),
                ("http://resetting.test/", "The connection to resetting.test:80 broke"),
                ("http://babbling.test/", "babbling.test:80 sent no valid response"),
                ("https://127.0.0.2/", "127.0.0.2:443: the certificate"),
            ] {
                let answer = try await curl.send(url)
                #expect(answer.status == 502, "\(url)")
                #expect(answer.field("Content-Type") == "application/problem+json", "\(url)")
                #expect(answer.body.contains(detail), "\(answer.body)")
            }
            #expect(try await curl.send("http://shop.test/wire/etag").status == 200)
            let ending = await recorder.stop()
            #expect(ending.status == 0)
            let cassette = try Cassette(path: shop.folder.file("shop.har"))
            #expect(cassette.isComplete)
            #expect(cassette.entries.count >= 2)
        }
    }

    @Test("a certificate that nobody vouches for is refused, and the way out is named", .needsCurl)
    func untrusted() async throws {
        try await withShop { shop in
            let recorder = try await Program.listen(
                "record",
                "--output",
                shop.folder.file("shop.har"),
                "--resolve",
                "shop.test:443=127.0.0.1:\(shop.httpsPort)",
                in: shop.folder
            )
            let answer = try await Curl(through: recorder).send("https://shop.test/wire/etag")
            #expect(answer.status == 502)
            #expect(answer.field("Content-Type") == "application/problem+json")
            #expect(answer.body.contains("If you trust its CA, start the proxy with --upstream-ca FILE."))
            #expect(await recorder.stop().status == 0)
        }
    }
}
