import Foundation
import Recording
import Testing

/// Files that cannot be used: one line, exit status 2, and the file as it was.
struct BadFileTests {
    @Test("an output that cannot be written")
    func output() async throws {
        let folder = try TemporaryFolder()
        let missing = folder.file("missing/shop.har")
        try await expect(
            "record",
            "--output",
            missing,
            in: folder,
            says: "\(missing): its folder does not exist; create the folder first"
        )
        try await expect(
            "record",
            "--output",
            folder.path,
            in: folder,
            says: "\(folder.path): is no ordinary file; name a file that ends in .har"
        )
        // Not even the superuser may have such a name.
        let long = folder.file(String(repeating: "x", count: 300))
        let ending = try await Program.run("record", "--output", long, "--listen", "127.0.0.1:0", in: folder)
        #expect(ending.status == 2)
        #expect(ending.errors.hasPrefix("hushtape: \(long): cannot be "))
        #expect(ending.errors.hasSuffix(": File name too long\n"))
    }

    @Test("an output that is something else is left as it is")
    func foreign() async throws {
        let folder = try TemporaryFolder()
        for text in [#"{"name":"package"}"#, "words\n", #"{"log":{"version":"1.2","entries":[]}}"#] {
            let path = try folder.write(text, to: "other.har")
            try await expect(
                "record",
                "--output",
                path,
                in: folder,
                says: "\(path): exists and is no cassette of Hushtape; it was left as it is, "
                    + "name another file to record into"
            )
            #expect(try folder.text("other.har") == text)
        }
    }

    @Test("an input that is no cassette")
    func input() async throws {
        let folder = try TemporaryFolder()
        let missing = folder.file("missing.har")
        let words = try folder.write("words\n", to: "words.har")
        let later = try folder.write(
            #"{"log":{"version":"1.2","_hushtape":{"format":999},"entries":[]}}"#,
            to: "later.har"
        )
        for command in ["replay", "show", "audit"] {
            try await expect(
                command,
                missing,
                in: folder,
                says: "\(missing): cannot be read; check that it exists and that you may read it"
            )
            try await expect(
                command,
                words,
                in: folder,
                says: "\(words):1: is not JSON, so it is no HAR; export the capture as HAR 1.2"
            )
        }
        let unknown = try folder.write(
            #"{"log":{"version":"1.2","_hushtape":{"format":"2"},"entries":[]}}"#,
            to: "unknown.har"
        )
        for command in ["replay", "show", "audit"] {
            try await expect(
                command,
                unknown,
                in: folder,
                says: "\(unknown): the member \"format\" of _hushtape in its log is no whole number from 1; "
                    + "correct it or record again"
            )
            let ending = try await Program.run(command, later, in: folder)
            #expect(ending.status == 2)
            #expect(ending.errors.hasPrefix("hushtape: \(later): has cassette format 999, this Hushtape knows up to "))
            #expect(ending.errors.hasSuffix("; update Hushtape\n"))
        }
    }

    @Test("an audit reports of the other files what one cannot be read beside")
    func auditOfSeveral() async throws {
        let folder = try TemporaryFolder()
        let leak = try folder.write(
            #"{"log":{"version":"1.2","entries":[{"request":{"method":"GET","#
                + #""url":"https://a.test/?access_token=fake5f0c27d1e94b83a6","headers":[]}}]}}"#,
            to: "leak.har"
        )
        let bad = try folder.write(
            """
            {"log":{"version":"1.2","_hushtape":{"format":1},"entries":[
            {"request":{"method":"GET","url":"https://a.test/","headers":[]},"_hushtape":{"secrets":[{}]}}]}}
            """,
            to: "bad.har"
        )
        let ending = try await Program.run("audit", bad, leak, in: folder)
        #expect(ending.status == 2)
        #expect(ending.output.contains("\(leak): entry 1: error[token-in-url-query]"))
        #expect(ending.errors.hasPrefix("hushtape: \(bad):2: entry 1: the member \"placeholder\" of a secret"))
        for command in ["audit", "show", "replay"] {
            let alone = try await Program.run(command, bad, in: folder)
            #expect(alone.status == 2)
            #expect(alone.output == "")
            #expect(alone.errors == ending.errors.split(separator: "\n")[0] + "\n")
        }
    }

    @Test("a port in use", arguments: ["record", "replay"])
    func portInUse(command: String) async throws {
        let folder = try TemporaryFolder()
        let first = try await Program.listen("record", "--output", folder.file("first.har"), in: folder)
        let more = command == "record" ? ["--output", folder.file("second.har")] : [folder.file("first.har")]
        let address = "127.0.0.1:\(first.port)"
        let ending = try await Program.start([command] + more + ["--listen", address], in: folder).ending()
        #expect(ending.status == 2)
        #expect(
            ending.errors == "hushtape: cannot listen on \(address): the address is in use; stop the other program "
                + "or choose another port (port 0 picks a free one)\n"
        )
        #expect(await first.stop().status == 0)
    }

    @Test("a cassette that another recorder writes to")
    func inUse() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("shop.har")
        let first = try await Program.listen("record", "--output", path, in: folder)
        try await expect(
            "record",
            "--output",
            path,
            in: folder,
            says: "\(path): another recorder is writing to it; stop that one or name another file"
        )
        #expect(await first.stop().status == 0)
    }

    @Test("a truncated cassette keeps its whole entries, and is continued", .needsCurl)
    func truncated() async throws {
        try await withShop { shop in
            var recorder = try await shop.record(into: "shop.har")
            for _ in 0..<3 { _ = try await Curl(through: recorder).send("http://shop.test/wire/etag") }
            await recorder.stop()
            let path = shop.folder.file("shop.har")
            let whole = try shop.folder.bytes("shop.har")
            try Data(whole.dropLast(60)).write(to: URL(fileURLWithPath: path))

            let table = try await Program.run("show", path, in: shop.folder)
            #expect(table.status == 0)
            #expect(table.errors.hasPrefix("note: \(path): line "))
            #expect(table.output.split(separator: "\n").count == 3)

            recorder = try await shop.record(into: "shop.har")
            #expect(recorder.process.errors.hasPrefix("note: "))
            _ = try await Curl(through: recorder).send("http://shop.test/wire/etag")
            #expect(await recorder.stop().status == 0)
            let cassette = try Cassette(path: path)
            #expect(cassette.isComplete)
            #expect(cassette.entries.count == 3)
        }
    }

    private func expect(_ arguments: String..., in folder: TemporaryFolder, says line: String) async throws {
        let ending = try await Program.start(arguments, in: folder).ending()
        #expect(ending.status == 2)
        #expect(ending.errors == "hushtape: \(line)\n")
        #expect(ending.output == "")
    }
}
