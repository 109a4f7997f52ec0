/// The names that hold secrets: the one place to read them and to add to them.
///
/// Names compare in normal form (``FieldName``), so each stands here once, in lower case and without separators.
struct Catalogue: Sendable {
    private var rules: [String: [FieldRule]] = [:]

    /// The catalogue of the field: OAuth 2.0 and its extensions, OpenID Connect, log-ins, API keys, Digital River.
    static let standard = Catalogue()

    /// The rule for a field, if its value is a secret.
    func rule(
        for name: FieldName,
        in context: FieldRule.Contexts,
        at endpoint: Endpoint,
        inRequest: Bool,
        value: [UInt8]
    )
        -> FieldRule?
    {
        rules[name.normalised]?.first { rule in
            rule.holds(in: context, at: endpoint, inRequest: inRequest) && rule.value.accepts(value)
                && (rule.kind.hidesLength || !StandIn.contains(value))
        }
    }

    /// Whether a field with this name can hold a secret of a kind, whatever its value.
    func canName(
        _ kind: Kind,
        _ name: FieldName,
        in context: FieldRule.Contexts,
        at endpoint: Endpoint,
        inRequest: Bool
    )
        -> Bool
    {
        rules[name.normalised]?.contains { rule in
            rule.kind == kind && rule.holds(in: context, at: endpoint, inRequest: inRequest)
        } ?? false
    }

    private mutating func add(_ names: String, _ rule: FieldRule) {
        for name in names.split(separator: " ") {
            rules[String(name), default: []].append(rule)
        }
    }

    private init() {
        addTokens()
        addClientCredentials()
        addFrontChannel()
        addLogin()
        addAPIKeys()
        addVolatile()
    }

    private mutating func addTokens() {
        add(
            "accesstoken accesstokens bearertoken authtoken drlimitedtoken",
            FieldRule(kind: .accessToken, matchClass: .issued)
        )
        add(
            "registrationaccesstoken oauthtoken subjecttoken actortoken",
            FieldRule(kind: .accessToken, matchClass: .issued)
        )
        add("refreshtoken refreshtokens", FieldRule(kind: .refreshToken, matchClass: .issued))
        add("idtoken idtokenhint logouttoken", FieldRule(kind: .idToken, matchClass: .issued))
        add(
            "sessiontoken drsessiontoken jsessionid phpsessid sessionid sessiontag amzsecuritytoken xamzsecuritytoken",
            FieldRule(
                kind: .sessionToken,
                matchClass: .issued,
                contexts: .all.subtracting(.cookie),
                value: .credentialLike
            )
        )
        add(
            "cookie stickyparameters",
            FieldRule(
                kind: .sessionToken,
                matchClass: .issued,
                contexts: [.query, .json],
                scope: .endpoint(.commerce),
                value: .single
            )
        )
        add(
            "session drl",
            FieldRule(kind: .sessionToken, matchClass: .issued, contexts: .query, value: .credentialLike)
        )
        add(
            "token tokens jwt",
            FieldRule(
                kind: .accessToken,
                matchClass: .issued,
                contexts: .structured.union(.text),
                value: .credentialLike
            )
        )
        // Claims that differ from one token to the next.
        add("jti", FieldRule(kind: .nonce, matchClass: .issued, contexts: .json))
        add("athash chash shash", FieldRule(kind: .signature, matchClass: .issued, contexts: .json))
        add("devicecode", FieldRule(kind: .deviceCode, matchClass: .issued))
        add("usercode", FieldRule(kind: .deviceCode, matchClass: .issued, contexts: .structured))
        add(
            "code",
            FieldRule(
                kind: .code,
                matchClass: .issued,
                contexts: [.query, .fragment, .form, .multipart],
                scope: .endpoint([.token, .authorization])
            )
        )
        add("requesturi", FieldRule(kind: .code, matchClass: .issued, contexts: .json))
    }

    private mutating func addClientCredentials() {
        add("clientsecret oauthtokensecret", FieldRule(kind: .clientSecret, matchClass: .held))
        add("clientassertion assertion samlresponse", FieldRule(kind: .assertion, matchClass: .volatile))
        add("codeverifier", FieldRule(kind: .codeVerifier, matchClass: .volatile))
        add("codechallenge", FieldRule(kind: .codeChallenge, matchClass: .volatile, contexts: .parameters))
        add(
            "clientid",
            FieldRule(
                kind: .apiKey,
                matchClass: .held,
                contexts: .parameters,
                scope: .endpoint(.commerce),
                value: .keyLike
            )
        )
    }

    private mutating func addFrontChannel() {
        add(
            "state relaystate",
            FieldRule(kind: .state, matchClass: .echo, contexts: [.query, .fragment, .form], scope: .endpoint(.any))
        )
        add(
            "nonce",
            FieldRule(
                kind: .nonce,
                matchClass: .echo,
                contexts: [.query, .fragment, .form],
                scope: .endpoint(.authorization)
            )
        )
    }

    private mutating func addLogin() {
        add(
            """
            password passwd pwd passphrase passcode newpassword oldpassword currentpassword passwordconfirmation \
            confirmpassword userpassword jpassword pswd
            """,
            FieldRule(kind: .password, matchClass: .held, contexts: .all.subtracting(.header), value: .personal)
        )
        add(
            "username",
            FieldRule(
                kind: .username,
                matchClass: .held,
                contexts: .parameters,
                scope: .request([.token, .login]),
                value: .personal
            )
        )
        add(
            "drexternalreferenceid externalreferenceid druserid",
            FieldRule(
                kind: .externalReference,
                matchClass: .held,
                contexts: .parameters.union(.xml),
                scope: .endpoint(.any)
            )
        )
        add(
            "otp totp otpcode totpcode mfacode verificationcode onetimecode smscode",
            FieldRule(kind: .otp, matchClass: .volatile, contexts: .parameters, scope: .request(.any))
        )
    }

    private mutating func addAPIKeys() {
        add(
            """
            apikey apitoken appkey applicationkey accesskey secretkey apisecret clientkey authkey licensekey \
            subscriptionkey privatetoken ocpapimsubscriptionkey functionskey googapikey rapidapikey
            """,
            FieldRule(kind: .apiKey, matchClass: .held)
        )
        add("privatekey", FieldRule(kind: .privateKey, matchClass: .held))
        add("secret", FieldRule(kind: .clientSecret, matchClass: .held, contexts: .structured, value: .credentialLike))
        add(
            "csrftoken xsrftoken authenticitytoken requestverificationtoken",
            FieldRule(kind: .csrf, matchClass: .issued, contexts: .all.subtracting(.text))
        )
        add(
            "oauthsignature xamzsignature amzsignature googsignature oauthnonce",
            FieldRule(kind: .signature, matchClass: .volatile)
        )
    }

    private mutating func addVolatile() {
        add("callback jsonp", FieldRule(kind: .callback, matchClass: .echo, contexts: .query, value: .any))
        rules[""] = [FieldRule(kind: .cacheBuster, matchClass: .volatile, contexts: .query)]  // `_`, as jQuery sends it
        add(
            "ts",
            FieldRule(
                kind: .cacheBuster,
                matchClass: .volatile,
                contexts: [.query, .form],
                scope: .endpoint(.commerce)
            )
        )
        add("oauthtimestamp", FieldRule(kind: .cacheBuster, matchClass: .volatile))
    }
}
