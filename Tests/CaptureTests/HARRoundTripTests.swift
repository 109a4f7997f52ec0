import Capture
import Testing

@Suite struct HARRoundTripTests {
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func readingWhatWasWrittenGivesEqualExchanges(seed: UInt64) throws {
        var generator = ExchangeGenerator(seed: seed)
        let exchanges = (0..<50).map { _ in generator.exchange() }
        let bytes = HARWriter.document(exchanges.map { ($0, nil) })

        let document = try CaptureDocument(bytes, file: "generated.har")

        #expect(document.problems == [])
        #expect(document.isComplete)
        #expect(document.entries.count == exchanges.count)
        for (entry, exchange) in zip(document.entries, exchanges) {
            #expect(entry.exchange == exchange)
            #expect(entry.isOwn)
            #expect(entry.hushtape == nil)
        }
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func writingWhatWasReadGivesTheSameBytes(seed: UInt64) throws {
        var generator = ExchangeGenerator(seed: seed)
        let hushtape: JSONValue = ["number": 7, "response": ["note": "kept"], "notes": ["a", "b"]]
        let log: JSONValue = ["format": 1]
        let bytes = HARWriter.document((0..<20).map { _ in (generator.exchange(), hushtape) }, log: log)

        let document = try CaptureDocument(bytes, file: "generated.har")
        let again = HARWriter.document(document.entries.map { ($0.exchange, $0.hushtape) }, log: document.hushtape)

        #expect(again == bytes)
        #expect(document.hushtape == log)
        #expect(document.entries.allSatisfy { $0.hushtape == hushtape })
    }

    @Test func entriesKnowTheirNumberAndLine() throws {
        var generator = ExchangeGenerator(seed: 7)
        let exchanges = (0..<10).map { _ in generator.exchange() }
        let document = try CaptureDocument(HARWriter.document(exchanges.map { ($0, nil) }), file: "generated.har")
        var line = 1 + HARWriter.header().count { $0 == 0x0A }
        for (index, entry) in document.entries.enumerated() {
            #expect(entry.number == index + 1)
            #expect(entry.position == .line(line))
            line += 1 + HARWriter.entry(exchanges[index]).count { $0 == 0x0A }
        }
    }

    @Test func everyFileIsStrictJSONAndEndsWithTheClosingText() throws {
        var generator = ExchangeGenerator(seed: 99)
        for count in [0, 1, 2, 30] {
            let bytes = HARWriter.document((0..<count).map { _ in (generator.exchange(), nil) })
            #expect(bytes.suffix(HARWriter.closing.count) == HARWriter.closing[...])
            let value = try JSONValue(parsing: bytes)
            #expect(value["log"]?["entries"]?.elements?.count == count)
            #expect(value["log"]?["creator"]?["name"]?.string == "Hushtape")
        }
    }

    @Test func entriesCanBeAddedOverTheClosingText() throws {
        var generator = ExchangeGenerator(seed: 4)
        let exchanges = [generator.exchange(), generator.exchange(), generator.exchange()]
        var file = HARWriter.header() + HARWriter.closing
        for (index, exchange) in exchanges.enumerated() {
            file.removeLast(HARWriter.closing.count)
            file += (index == 0 ? [] : HARWriter.separator) + HARWriter.entry(exchange) + HARWriter.closing
        }
        #expect(file == HARWriter.document(exchanges.map { ($0, nil) }))
    }

    @Test func chunkSizesAreNotWritten() throws {
        let body = Body(.bytes(Array("ab".utf8)), framing: .chunked([1, 1]))
        let exchange = Exchange(
            request: Request(method: "PUT", scheme: "http", authority: "a.test", target: Array("/".utf8), body: body),
            response: nil
        )
        let read = try CaptureDocument(HARWriter.document([(exchange, nil)]), file: "x.har").entries[0].exchange
        #expect(read.request.body == Body(.bytes(Array("ab".utf8)), framing: .chunked([])))
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func aFileCutAnywhereGivesAllWholeEntries(seed: UInt64) throws {
        var generator = ExchangeGenerator(seed: seed)
        let exchanges = (0..<4).map { _ in generator.exchange() }
        let bytes = HARWriter.document(exchanges.map { ($0, nil) })
        var ends: [Int] = []
        var length = HARWriter.header().count
        for (index, exchange) in exchanges.enumerated() {
            length += (index == 0 ? 0 : HARWriter.separator.count) + HARWriter.entry(exchange).count
            ends.append(length)
        }
        for cut in stride(from: HARWriter.header().count, to: bytes.count - 1, by: 61) {
            let document = try CaptureDocument(Array(bytes[..<cut]), file: "cut.har")
            let whole = ends.count { $0 <= cut }
            #expect(document.entries.map(\.exchange) == Array(exchanges[..<whole]))
            #expect(document.isComplete == bytes[cut...].allSatisfy { $0 == 0x0A })
            #expect(document.problems.isEmpty == document.isComplete)
        }
    }
}
