import Capture
import Testing

@testable import Secrets

/// That the names of the catalogue count wherever providers write them, and that nothing but the value goes.
struct FieldCoverageTests {
    private static let opaqueNames = [
        "secret", "jwt", "bearer", "subject_token", "registration_access_token", "otp", "nonce", "csrf_token",
        "mfa_token",
    ]

    @Test(arguments: opaqueNames)
    func `an opaque value under a telling name`(name: String) {
        let camel = name.split(separator: "_").enumerated().map {
            $0 == 0 ? String($1) : $1.prefix(1).uppercased() + $1.dropFirst()
        }.joined()
        expectMasked("<!doctype html><input type=hidden name=\(name) value=\"§\">", "text/html")
        expectMasked("<!doctype html><script>var \(camel)='§';</script>", "text/html")
        expectMasked("{\"query\":\"mutation { f(\(name): \\\"§\\\") { id } }\"}", inRequest: true)
        expectMasked("note,\(name)\nx,§\n", "text/csv")
        expectMasked("The \(name): § is set.", "text/plain")
        #expect(!FieldRedaction.request("X-\(camel)", Self.value).text.contains(Self.value.prefix(8)))
    }

    @Test(arguments: [
        "{\"type\":\"password\",\"value\":\"§\",\"temporary\":false}", "{\"value\":\"§\",\"type\":\"secret\"}",
        "{\"Parameter\":{\"Name\":\"/app/db\",\"Type\":\"SecureString\",\"Value\":\"§\"}}", "{\"SecretString\":\"§\"}",
        "{\"Plaintext\":\"§\"}", "{\"AccessKeySecret\":\"§\"}", "{\"corpsecret\":\"§\"}", "{\"key_secret\":\"§\"}",
        "{\"storageKey\":\"§\"}", "{\"psk\":\"§\"}", "{\"service_role_key\":\"§\"}", "{\"api_keys\":[\"§\"]}",
        "{\"password\":{\"plain\":\"§\"}}", "{\"activation_code\":\"§\"}", "{\"sCtx\":\"§\"}", "{\"credential\":\"§\"}",
    ])
    func `members of JSON`(body: String) {
        expectMasked(body)
    }

    @Test(arguments: [
        ("{\"id\":\"https://x.test/id\",\"signature\":\"§\"}", "/services/oauth2/token"),
        ("{\"response\":{\"signature\":\"§\"}}", "/webauthn/login"),
        ("{\"prf\":{\"results\":{\"first\":\"§\"}}}", "/webauthn/login"),
        ("{\"code\":\"§\",\"state\":\"xyz\"}", "/exchange"),
    ])
    func `members that mean this in one place only`(body: String, target: String) {
        expectMasked(body, at: target, inRequest: true)
    }

    @Test(arguments: [
        "<r xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\"><samlp:Artifact>§</samlp:Artifact></r>",
        "<r><ecp:RelayState>§</ecp:RelayState></r>",
    ])
    func `elements of XML`(body: String) {
        expectMasked(body, "application/xml")
    }

    @Test(arguments: ["NEXTAUTH_SECRET=§\nA=1\n", "SECRET_KEY_BASE=§\nA=1\n", "DB_PASS=§\nA=1\n"])
    func `settings`(body: String) {
        expectMasked(body, "text/plain")
    }

    @Test(arguments: [
        "X-Firebase-AppCheck", "X-Forwarded-Client-Cert", "X-Signature-Ed25519", "X-Signature-256",
        "X-Hasura-Admin-Secret", "X-Appwrite-Key", "X-Zumo-Auth", "X-BAPI-SIGN", "API-Sign", "X-Wp-Nonce",
        "Jenkins-Crumb",
        "X-Subject-Token",
    ])
    func `header fields`(name: String) {
        #expect(FieldRedaction.request(name, Self.value).text.hasPrefix("REDACTED_"))
    }

    @Test(arguments: [
        BodyCase("code=739215&x=1", "code=REDACTED_otp_1&x=1", at: "/mfa/verify", inRequest: true),
        BodyCase("{\"code\":\"739215\"}", "{\"code\":\"REDACTED_otp_1\"}", at: "/login", inRequest: true),
        BodyCase("{\"otp\":\"739215\",\"cvv\":\"737\"}", "{\"otp\":\"REDACTED_otp_1\",\"cvv\":\"REDACTED_otp_2\"}"),
        BodyCase(
            "To=%2B15550100&Code=739215",
            "To=%2B15550100&Code=REDACTED_otp_1",
            at: "/v2/Services/VA1/VerificationCheck",
            inRequest: true
        ),
        BodyCase(
            "card[number]=4242424242424242&bank_account[account_number]=000123456789",
            "card[number]=REDACTED_card_number_1&bank_account[account_number]=REDACTED_card_number_2",
            at: "/v1/tokens",
            inRequest: true
        ),
        BodyCase(
            "{\"mnemonic\":\"legal winner thank year wave sausage worth useful legal winner thank yellow\"}",
            "{\"mnemonic\":\"REDACTED_private_key_1\"}"
        ),
    ])
    func `numbers and phrases`(body: BodyCase) {
        body.expectMasked()
    }

    @Test(arguments: [
        ("PASSWORD=Tr0ub4&dor$x", "PASSWORD=P"), ("password=abcDEF12345,XYZ987654", "password=P"),
        ("password: ab12,cd34ef56", "password: P"), ("PASSWORD=\"my pass phrase 12\"", "PASSWORD=\"P\""),
        ("password: correct-horse-battery", "password: P"), ("x password=hunter2&n=1", "x password=P&n=1"),
        ("x password=hunter2, user=bob", "x password=P, user=bob"),
        ("{:password=>\"hunter2\", :n=>1}", "{:password=>\"P\", :n=>1}"),
        ("{:access=>\"X\", \"password\"=>\"hunter2\"}", "{:access=>\"X\", \"password\"=>\"P\"}"),
        (
            "<!doctype html><input type=password name=password value=\"my pass phrase 12\">",
            "<!doctype html><input type=password name=password value=\"P\">"
        ),
    ])
    func `all of a password, and nothing else`(before: String, after: String) {
        BodyCase(
            before,
            after.replacing("P", with: "\u{1}").replacing("\u{1}ASSWORD", with: "PASSWORD")
                .replacing("\u{1}", with: "REDACTED_password_1")
        ).expectMasked()
    }

    @Test(arguments: [
        "form[plainPassword][first]", "form[plainPassword][second]", "form[password][first]", "password1", "pass1",
        "pass[pass2]", "current_pass", "edit-pass", "pwd1", "user_pw", "pw", "newPassword1", "new_password2",
        "passwordAgain", "password_repeat", "password_new", "password_old", "password_current", "newpass", "oldpass",
        "encpass", "txtPass", "password-input", "user_password_confirm", "pwd_confirm", "Passwort", "kennwort", "senha",
        "contraseña", "contrasena", "mot_de_passe", "motdepasse", "wachtwoord", "neuesPasswort",
    ])
    func `names of passwords`(name: String) {
        let form = "\(Planting.percent(name))=wonderland7&z=1"
        BodyCase(form, form.replacing("wonderland7", with: "REDACTED_password_1"), inRequest: true).expectMasked()
        let json = "{\"\(name)\":\"wonderland7\",\"z\":1}"
        BodyCase(json, json.replacing("wonderland7", with: "REDACTED_password_1"), inRequest: true).expectMasked()
    }

    @Test(arguments: [
        "rp_key", "hmac_key", "recovery_key", "client_secret_value", "sshKey", "clientSecret2", "token1",
        "accessToken2",
        "client_data", "g-recaptcha-response", "sig",
    ])
    func `names of other secrets`(name: String) {
        expectMasked("a=1&\(name)=§&z=1", "application/x-www-form-urlencoded", inRequest: true)
    }

    @Test(arguments: [
        "{\"resenha\":\"um livro\",\"bypass\":\"no-cache-1\",\"pw\":1280,\"first\":\"Alice\",\"base64\":\"aGVsbG8\"}",
        "{\"token0\":\"USDC\",\"token1\":\"0xaa4da29bf3517c7ba55d66249f0a372ad986fe61\",\"max_tokens2\":2048}",
        "{\"ssh_key\":\"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGbM3 alice\",\"rh\":\"0.61\",\"event_id\":\"e7d93f20aa\"}",
        "{\"pass\":12,\"fail\":1,\"new_pass\":3}",
        "{\"kennwort\":\"dein Kennwort\",\"contraseña\":\"introduzca su contraseña\",\"mot_de_passe\":\"votre mot de passe\"}",
        "{\"sid\":\"SMd3e29db7bad73e25c670aa23446d91fe\",\"status\":\"queued\"}",
        "{\"sid\":\"https://api.example.test/messages/2026-01-31\"}",
    ])
    func `what only has such a name stays`(body: String) {
        BodyCase(body, body).expectMasked()
    }

    @Test func `long numbers are tokens`() {
        BodyCase(
            "{\"session_token\":\"739215739215739215\",\"secret\":\"839215739215739215\",\"token\":12}",
            "{\"session_token\":\"REDACTED_session_token_1\",\"secret\":\"REDACTED_client_secret_1\",\"token\":12}"
        ).expectMasked()
    }

    @Test func `strings that PHP serialised`() {
        let body = "a:2:{s:12:\"access_token\";s:44:\"\u{1}\";s:1:\"n\";i:1;s:8:\"password\";s:9:\"wonder\"l1\";}"
        BodyCase(
            body,
            body.replacing("\u{1}", with: "REDACTED_access_token_1")
                .replacing("wonder\"l1", with: "REDACTED_password_1"),
            "text/plain"
        ).expectMasked()
    }

    @Test func `phrases in requests and tables`() {
        BodyCase(
            #"{"query":"mutation { login(password: \"my pass phrase 12\") { id } }"}"#,
            #"{"query":"mutation { login(password: \"REDACTED_password_1\") { id } }"}"#,
            inRequest: true
        ).expectMasked()
        BodyCase("user,password\nx,my pass phrase 12\n", "user,password\nx,REDACTED_password_1\n", "text/csv")
            .expectMasked()
    }

    @Test func `the key of the commerce API`() {
        let target = "/oauth20/token?client_id=V&grant_type=password"
        #expect(
            FieldRedaction.target(target.replacing("V", with: Self.value)).text
                == target.replacing("V", with: "REDACTED_api_key_1")
        )
    }

    @Test func `an identifier that a secret begins with stays`() {
        var sample = Sample(seed: 17)
        let id = "pi_" + sample.base62(24)
        let secret = "\(id)_secret_\(sample.base62(25))"
        var redactor = Redactor()
        let first = Sample.exchange("POST", "/v1/intents", [], "", [], #"{"id":"\#(id)","client_secret":"\#(secret)"}"#)
        #expect(
            redactor.redact(first).redacted.text.hasSuffix(
                #"{"id":"\#(id)","client_secret":"REDACTED_client_secret_1"}"#
            )
        )
        let second = redactor.redact(Sample.exchange("POST", "/v1/intents/\(id)/confirm"))
        #expect(second.redacted.text.hasPrefix("/v1/intents/\(id)/confirm"))
    }

    @Test(arguments: [
        (
            ".password:focus{outline:0}.btn-password:active{color:red}#password:focus-visible{a:b}.api-key:first-child{}",
            "text/css"
        ),
        ("{\"arn\":\"arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf\"}", ""),
        ("{\"scopes\":[\"api_key:manage\",\"password:reset\"],\"event\":\"user.password:changed\"}", ""),
        (
            "auth_code = AuthorizationCode(\n    x)\nuser.password = make_password(p)\nif code_verifier == x:\n",
            "text/plain"
        ),
        ("this.password=e.value\nrefresh_token=token.refresh_token\n", "text/plain"),
        ("this.password=e.value;", "text/plain"), ("<p>Password: 8 characters</p>", "text/html"),
        ("{\"type\":\"password\",\"name\":\"pw\"},{\"type\":\"x\"}", ""),
        ("localStorage.setItem(\"token\",token);", "text/javascript"),
        ("{\"token\":\"0xaa4da29bf3517c7ba55d66249f0a372ad986fe61\"}", ""),
        ("{\"Types\":{\"AWS::IAM::AccessKey\":\"8c0bb3f1a0e94f5cb2f60b4f6f5f4a11\"}}", ""),
        ("<!doctype html><script nonce=\"q7Wd93kfLs02mXcv81Tz\">var a=1;</script>", "text/html"),
        ("{\"mnemonic\":\"MOV\",\"signature\":\"f(a, b)\",\"card\":{\"number\":\"7\"}}", ""),
    ])
    func `what is no value stays`(body: String, type: String) {
        BodyCase(body, body, type).expectMasked()
    }

    @Test func `what PHP prints is no call`() {
        let body = "Array\n(\n    [name] => x\n    [access_token] => \u{1}\n)\n"
        BodyCase(body, body.replacing("\u{1}", with: "REDACTED_access_token_1"), "text/plain").expectMasked()
    }

    // MARK: - Expecting

    private static let value: String = {
        var sample = Sample(seed: 41)
        return sample.base62(24)
    }()

    /// Expects that a placeholder stands where `§` stood, and that all the rest stayed.
    private func expectMasked(
        _ body: String,
        _ type: String = "application/json",
        at target: String = "/api/things",
        inRequest: Bool = false,
        _ location: SourceLocation = #_sourceLocation
    ) {
        let parts = body.split(separator: "§", omittingEmptySubsequences: false).map(String.init)
        let (head, tail) = (parts[0], parts[1])
        let fields = [("Content-Type", type)]
        let text = head + Self.value + tail
        let exchange =
            inRequest
            ? Sample.exchange("POST", target, fields, text, [], "ok")
            : Sample.exchange("GET", target, [], "", fields, text)
        let got = FieldRedaction(exchange, inRequest ? .requestBody : .responseBody).text
        #expect(got.hasPrefix(head + "REDACTED_") && got.hasSuffix(tail), "\(got)", sourceLocation: location)
        #expect(
            got.dropFirst(head.count).dropLast(tail.count).allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" },
            sourceLocation: location
        )
    }
}
