import Capture
import Testing

@testable import Secrets

/// What a GraphQL document calls values that stand elsewhere under other names.
struct GraphQLTests {
    private static let login = "mutation L($e:String!,$p:String!){login(email:$e,password:$p){t: accessToken}}"

    @Test(arguments: [
        "{\"query\":\"Q\",\"variables\":{\"e\":\"x\",\"p\":\"P\"}}",
        "{\"variables\":{\"e\":\"x\",\"p\":\"P\"},\"query\":\"Q\"}",
        "[{\"query\":\"query($p:Int){a(page:$p){id}}\",\"variables\":{\"p\":2}},{\"query\":\"Q\",\"variables\":{\"p\":\"P\"}}]",
        "[{\"variables\":{\"p\":2},\"query\":\"query($p:Int){a(page:$p){id}}\"},{\"variables\":{\"p\":\"P\"},\"query\":\"Q\"}]",
        "{\"query\":\"mutation($x:A){login(input:{password:$x})}\",\"variables\":{\"x\":\"P\"}}",
        "{\"query\":\"mutation($password:String!){login(input:$password)}\",\"variables\":{\"password\":\"P\"}}",
    ])
    func `variables`(body: String) {
        let body = body.replacing("Q", with: Self.login)
        BodyCase(
            body.replacing("\"P\"", with: "\"hunter2\""),
            body.replacing("\"P\"", with: "\"REDACTED_password_1\""),
            "application/json",
            inRequest: true
        ).expectMasked()
    }

    @Test func `variables in a query`() {
        let query = "/graphql?query=\(Planting.percent(Self.login))&variables="
        let variables = "{\"e\":\"x\",\"p\":\"hunter2\"}"
        #expect(
            FieldRedaction.target(query + Planting.percent(variables)).text
                == query + Planting.percent(variables).replacing("hunter2", with: "REDACTED_password_1")
        )
        #expect(FieldRedaction.target("/x?variables=\(Planting.percent(variables))").text.contains("hunter2"))
    }

    @Test(arguments: [
        ("POST", "/graphql", "{\"query\":\"\(login)\"}", "application/json"),
        ("POST", "/graphql", login, "application/graphql"),
        ("GET", "/graphql?query=\(Planting.percent(login))", "", ""),
    ])
    func `aliases`(method: String, target: String, body: String, type: String) {
        let answer = "{\"data\":{\"login\":{\"t\":\"\(Sample.token)\",\"n\":1}}}"
        let exchange = Sample.exchange(method, target, [("Content-Type", type)], body, [], answer)
        #expect(
            FieldRedaction(exchange, .responseBody).text
                == "{\"data\":{\"login\":{\"t\":\"REDACTED_access_token_1\",\"n\":1}}}"
        )
    }

    @Test func `what is neither stays`() {
        let body =
            "{\"query\":\"query Q($p:ID=\\\"a:b\\\"){i: id # t: token\\n n(id:$p)}\",\"variables\":{\"p\":\"wonderland\"}}"
        BodyCase(body, body, "application/json", inRequest: true).expectMasked()
    }
}
