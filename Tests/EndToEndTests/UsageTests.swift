import Testing

/// What the command line says without any traffic.
struct UsageTests {
    @Test(
        "wrong usage ends with 2 and says what is wrong",
        arguments: [
            (["record", "--output", "x.har", "--nonsense"], "Error: Unknown option '--nonsense'"),
            (["record"], "Error: Missing expected argument '--output <file.har>'"),
            (["nonsense"], "Error: Unexpected argument 'nonsense'"),
            (
                ["record", "--output", "x.har", "--listen", "8080"],
                "Error: --listen takes HOST:PORT, such as 127.0.0.1:8080; the port is 0 to 65535"
            ),
            (
                ["record", "--output", "x.har", "--ca-cert", "ca.pem"],
                "Error: --ca-cert and --ca-key belong together; give both or neither"
            ),
            (
                ["record", "--output", "x.har", "--resolve", "shop.test"],
                "Error: --resolve takes HOST:PORT=ADDRESS:PORT, such as api.test:443=127.0.0.1:8443"
            ),
        ]
    )
    func wrongUsage(arguments: [String], line: String) async throws {
        let folder = try TemporaryFolder()
        let ending = try await Program.start(arguments, in: folder).ending()
        #expect(ending.status == 2)
        #expect(ending.errors.split(separator: "\n").first.map(String.init) == line)
        #expect(ending.output == "")
    }

    @Test("parts to match are taken with commas, as a miss names them, or one by one")
    func partsToMatch() async throws {
        let folder = try TemporaryFolder()
        let cassette = try folder.write(
            #"{"log":{"version":"1.2","_hushtape":{"format":1},"entries":[]}}"#,
            to: "a.har"
        )
        for parts in [["method,query,body"], ["method", "query,body"], ["method", "query", "body"]] {
            let address = ["--listen", "127.0.0.1:0"]
            let process = try Program.start(["replay", cassette, "--match"] + parts + address, in: folder)
            let listening = try await Listening(process, in: folder)
            #expect(await listening.stop().status == 0)
        }
        let wrong = try await Program.run("replay", cassette, "--match", "method,nonsense", in: folder)
        #expect(wrong.status == 2)
        #expect(wrong.errors.contains("method,nonsense"))
    }

    @Test("help names every command")
    func help() async throws {
        let ending = try await Program.run("--help", in: TemporaryFolder())
        #expect(ending.status == 0)
        let commands = ending.output.split(separator: "\n").compactMap { line in
            line.hasPrefix("  ") && !line.hasPrefix("   ") && !line.hasPrefix("  -")
                ? line.split(separator: " ").first.map(String.init) : nil
        }
        #expect(commands == ["record", "replay", "watch", "audit", "redact", "show", "ca", "demo", "See"])
    }

    @Test("the CA is made on first use, and its key is for its owner alone")
    func authority() async throws {
        let folder = try TemporaryFolder()
        let first = try await Program.run("ca", in: folder)
        #expect(first.status == 0)
        #expect(first.output.hasPrefix("certificate  \(folder.file("data/hushtape/ca.pem"))\nfingerprint  "))
        #expect(first.output.contains("\nsigns for    any host\n"))
        #expect(try folder.permissions("data/hushtape/ca-key.pem") == 0o600)
        #expect(try await Program.run("ca", in: folder).output == first.output)
        let certificate = try await Program.run("ca", "--pem", in: folder)
        #expect(try certificate.output == folder.text("data/hushtape/ca.pem"))
        #expect(certificate.output.hasPrefix("-----BEGIN CERTIFICATE-----\n"))
    }

    @Test("show prints the conversation", .needsCurl)
    func show() async throws {
        try await withShop { shop in
            let recorder = try await shop.record(into: "shop.har")
            _ = try await Curl(through: recorder).send("http://shop.test/store/sandbox/SessionToken?format=json")
            await recorder.stop()
            let table = try await Program.run("show", shop.folder.file("shop.har"), in: shop.folder)
            #expect(
                table.output == """
                    #  METHOD  URL                                                      STATUS  SECRETS
                    1  GET     http://shop.test/store/sandbox/SessionToken?format=json  200     session_token_1

                    """
            )
        }
    }
}
