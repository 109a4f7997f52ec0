extension Profile {
    /// Passwords, alone and at the end of other names: in English and in other languages.
    private static let passwords = """
        password passwd pwd passphrase pswd passwrd user_password j_password password_confirm passwd_confirm pwd_confirm \
        password_confirmation passwort kennwort wachtwoord contraseña contrasena mot_de_passe
        """
    /// Names of passwords that mean something else at the end of others, as `pass` does in `bypass`.
    private static let otherPasswords = """
        pass passcode new_password old_password current_password confirm_password repeat_password password_again \
        password_repeat password_new password_old password_current password_input new_pass old_pass current_pass \
        user_pass login_pass confirm_pass enc_pass txt_pass edit_pass edit_pass_pass pass1_text \
        senha nova_senha senha_atual confirmar_senha confirma_senha nueva_clave parola_chiave passord adgangskode \
        lösenord losenord salasana hasło heslo parolă şifre пароль
        """

    /// Where people prove who they are: passwords, one-time codes, recovery, WebAuthn, sessions, CSRF values.
    static let login = Profile(
        name: "login",
        endpoints: [
            EndpointPattern(
                .login,
                paths: [
                    "/login", "/signin", "/sign-in", "/sign_in", "/auth", "/session", "/logon", "/register", "/signup",
                    "/password", "/mfa", "/otp", "/2fa", "/verify", "/verification", "/webauthn", "/passkey",
                ]
            ),
            EndpointPattern(.login, hosts: ["verify.twilio.com"]),
        ],
        fields: [
            // What is sent as a password is one, be it `true` or a path.
            FieldEntry(
                passwords + " " + otherPasswords,
                .password,
                .held,
                in: [.form, .json, .multipart, .xml],
                at: .anyRequest,
                if: .personal
            ),
            FieldEntry(
                "pw user_pw",
                .password,
                .held,
                in: [.form, .json, .multipart, .xml],
                at: .anyRequest,
                if: .notLabel
            ),
            FieldEntry(
                "password passwd pwd",
                .password,
                .held,
                in: .query,
                at: .request([.token, .login]),
                if: .personal
            ),
            FieldEntry("password", .password, .held, in: .path, if: .personal),
            FieldEntry(
                passwords,
                .password,
                .held,
                in: .all.subtracting([.header, .cookie]),
                if: .typed,
                endings: true
            ),
            FieldEntry(
                otherPasswords + " mysql_pwd",
                .password,
                .held,
                in: .all.subtracting([.header, .cookie]),
                if: .typed
            ),
            FieldEntry("password passwd pwd", .password, .held, in: .cookie, if: .personal),
            FieldEntry(
                "username user_name",
                .username,
                .held,
                in: .parameters.union([.xml, .html]),
                at: .request([.token, .login]),
                if: .personal
            ),
            FieldEntry(
                "email email_address login login_id user userid user_id identifier phone phone_number",
                .username,
                .held,
                in: .parameters.union([.xml, .html]).subtracting(.text),
                at: .request(.login),
                if: .handle
            ),
            FieldEntry(
                """
                otp totp otp_code totp_code mfa_code sms_code verification_code one_time_code one_time_password \
                otp_attempt X-OTP X-GitHub-OTP two_factor_code security_code authenticator_code mfa_token_code
                """,
                .otp,
                .volatile,
                in: .all.subtracting([.cookie, .text]),
                at: .anyRequest
            ),
            FieldEntry(
                """
                otp totp otp_code totp_code mfa_code sms_code verification_code one_time_code one_time_password \
                two_factor_code security_code authenticator_code
                """,
                .otp,
                .volatile,
                in: [.json, .xml],
                if: .oneTime
            ),
            FieldEntry(
                """
                otp totp otp_code totp_code mfa_code sms_code verification_code one_time_code one_time_password \
                two_factor_code authenticator_code
                """,
                .otp,
                .volatile,
                in: .all.subtracting(.cookie),
                if: .opaque
            ),
            FieldEntry(
                "code",
                .otp,
                .volatile,
                in: .parameters.subtracting(.text),
                at: .request(.login),
                if: .oneTimeNumber
            ),
            FieldEntry("activation_code", .recoveryCode, .issued, in: .structured.union(.html), if: .notLabel),
            FieldEntry("pin", .otp, .volatile, in: .parameters, at: .anyRequest, if: .oneTime),
            FieldEntry(
                "backup_code backup_codes recovery_code recovery_codes recovery_key scratch_code scratch_codes",
                .recoveryCode,
                .issued,
                in: .structured.union(.html)
            ),
            FieldEntry(
                """
                recovery_token activation_token reset_token reset_password_token invitation_token \
                confirmation_token unlock_token magic_token verification_token invite_token login_token
                """,
                .flowToken,
                .issued,
                in: .structured.union(.html),
                if: .opaque
            ),
            FieldEntry(
                "totp_secret otp_secret barcode_uri mfa_secret otp_auth_url otpauth_url",
                .otpSeed,
                .issued,
                in: .structured.union(.html)
            ),
            FieldEntry(
                """
                mfa_token state_token state_handle interaction_handle login_ticket binding_code login_session_token \
                session_code co_verifier flow_id_token
                """,
                .flowToken,
                .issued,
                in: .structured.union(.html),
                if: .credentialLike
            ),
            FieldEntry(
                "mfa_token state_token state_handle interaction_handle login_ticket binding_code",
                .flowToken,
                .issued,
                in: [.text, .header],
                if: .opaque
            ),
            // WordPress, Keycloak; what a captcha gave.
            FieldEntry("rp_key client_data", .flowToken, .issued, in: .structured.union(.html), if: .credentialLike),
            FieldEntry(
                "g-recaptcha-response h-captcha-response cf-turnstile-response",
                .flowToken,
                .volatile,
                in: .all.subtracting([.text, .cookie]),
                if: .credentialLike
            ),
            FieldEntry(
                "db_pass mysql_pass pg_pass postgres_pass redis_pass smtp_pass mail_pass email_pass ftp_pass admin_pass root_pass auth_pass basic_pass http_pass",
                .password,
                .held,
                in: .all.subtracting([.header, .cookie]),
                if: .typed
            ),
            FieldEntry("security_answer secret_answer", .password, .held, in: .parameters, at: .anyRequest),
            FieldEntry("answer", .password, .held, in: .parameters, at: .request(.login), if: .personal),
            // WebAuthn: what the authenticator signs, and over what.
            FieldEntry("challenge", .challenge, .issued, in: .json, if: .opaque),
            FieldEntry(
                "clientDataJSON authenticatorData attestationObject userHandle",
                .signature,
                .volatile,
                in: .json,
                if: .credentialLike
            ),
            // What the pseudo-random function of an authenticator gave: `prf.results.first`.
            FieldEntry("first second", .privateKey, .volatile, in: .json, at: .endpoint(.login), if: .keyMaterial),
            FieldEntry("hmacGetSecret", .privateKey, .volatile, in: .json),
            FieldEntry(
                """
                session_token session_id jsessionid phpsessid asp.net_sessionid sessionid auth_session session_key \
                cftoken
                """,
                .sessionToken,
                .issued,
                in: .all.subtracting(.cookie),
                if: .credentialLike
            ),
            FieldEntry("sid", .sessionToken, .issued, in: [.query, .xml], if: .opaque),
            FieldEntry(
                """
                csrf_token xsrf_token csrf xsrf authenticity_token __RequestVerificationToken csrfmiddlewaretoken \
                csrf_param_token _csrf_token X-Okta-XsrfToken anti_forgery_token logintoken edit_token
                """,
                .csrf,
                .issued,
                in: .all.subtracting(.text),
                if: .notLabel
            ),
            FieldEntry(
                """
                csrf_token xsrf_token csrf xsrf authenticity_token __RequestVerificationToken csrfmiddlewaretoken \
                anti_forgery_token edit_token
                """,
                .csrf,
                .issued,
                in: .text,
                if: .shortToken
            ),
            FieldEntry(
                "_token form_key wpnonce _wpnonce",
                .csrf,
                .issued,
                in: [.form, .multipart, .html, .query],
                if: .notLabel
            ),
            FieldEntry(
                "__VIEWSTATE __EVENTVALIDATION",
                .csrf,
                .issued,
                in: [.form, .multipart, .html],
                if: .credentialLike
            ),
        ],
        never: """
            authentication_method passwordless password_required password_policy password_expired reset_password \
            forgot_password show_password has_password password_changed password_hint password_strength password_field \
            remember_password save_password csrf_param csrf_header authenticated author authority username_field
            """,
        lifetimes: [.sessionToken: 86_400, .otp: 300]
    )
}
