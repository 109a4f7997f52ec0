import Capture
import Testing

@Suite struct JSONValueTests {
    @Test func keepsOrderDuplicatesAndTheTextOfNumbers() throws {
        let value = try JSONValue(parsing: #"{"b":1.0,"a":1e2,"b":-0}"#)
        #expect(value == .object([.init("b", .number("1.0")), .init("a", .number("1e2")), .init("b", .number("-0"))]))
        #expect(value["b"] == .number("1.0"))
        #expect(value["a"]?.double == 100)
        #expect(value["a"]?.int == nil)
        #expect(value["c"] == nil)
    }

    @Test(arguments: [
        ("{\n  \"a\": tru\n}", 2, 8), ("[1,\n2,\n,3]", 3, 1), ("{", 1, 2), ("", 1, 1), ("{\"ä\" 1}", 1, 7),
    ])
    func errorsSayWhere(text: String, line: Int, column: Int) {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
        #expect(error?.line == line)
        #expect(error?.column == column)
    }

    @Test func errorsHoldNothingOfTheText() {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: #"{"token": hunter2}"#) }
        #expect(error?.description == "not valid JSON at line 1, column 11: expected a value")
    }

    @Test func isWrittenInTwoColumnsWithSmallObjectsOnALine() {
        let value: JSONValue = [
            "a": [["n": 1, "list": ["x", "y"]], ["flat": ["n": 2]], ["deep": ["n": ["o": 3]]]], "b": [], "c": [:],
            "d": [1, true, .null],
            "e": ["f": "g\n"],
        ]
        #expect(
            value.text == #"""
                {
                  "a": [
                    { "n": 1, "list": ["x", "y"] },
                    { "flat": { "n": 2 } },
                    {
                      "deep": {
                        "n": {
                          "o": 3
                        }
                      }
                    }
                  ],
                  "b": [],
                  "c": {},
                  "d": [1, true, null],
                  "e": {
                    "f": "g\n"
                  }
                }
                """#
        )
        #expect(value["a"]?.elements?.first?.line == #"{ "n": 1, "list": ["x", "y"] }"#)
    }

    @Test func membersAreSetInTheirPlace() {
        var value: JSONValue = ["a": 1, "b": 2]
        value["a"] = "new"
        value["c"] = true
        value["b"] = nil
        #expect(value == ["a": "new", "c": true])
    }

    @Test(arguments: [(0.0, "0"), (12, "12"), (2.5, "2.5"), (1e300, "1e+300"), (-1, "-1"), (.infinity, "null")])
    func numbersAreShort(number: Double, text: String) {
        #expect(JSONValue.number(number).text == text)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func parsingUndoesWriting(seed: UInt64) throws {
        var generator = JSONGenerator(seed: seed)
        for _ in 0..<50 {
            let value = generator.value(depth: 4)
            #expect(try JSONValue(parsing: value.text) == value)
            #expect(try JSONValue(parsing: value.line) == value)
        }
    }
}
