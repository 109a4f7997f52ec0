extension Profile {
    /// SAML 2.0 bindings and assertions, WS-Federation, WS-Trust and WS-Security, CAS, and the cookies of older single
    /// sign-on products.
    static let saml = Profile(
        name: "saml",
        endpoints: [
            EndpointPattern(.login, paths: ["/saml", "/adfs/", "/wsfed", "/cas/", "/idp/", "/sso/"])
        ],
        fields: [
            FieldEntry("SAMLResponse wresult", .assertion, .volatile),
            FieldEntry("SAMLRequest", .assertion, .volatile, in: .frontChannel),
            FieldEntry("SAMLart", .code, .issued),
            FieldEntry("Artifact", .code, .issued, in: .xml, if: .opaque),
            FieldEntry("RelayState wctx", .state, .echo, in: .frontChannel.union(.xml)),
            // A signature of the redirect binding, and those inside of XML.
            FieldEntry("SignatureValue DigestValue", .signature, .volatile, in: .xml),
            FieldEntry("CipherValue BinarySecurityToken", .assertion, .volatile, in: .xml),
            FieldEntry("SessionIndex", .sessionToken, .issued, in: .xml, if: .credentialLike),
            FieldEntry("Nonce", .nonce, .volatile, in: .xml, if: .opaque),
            FieldEntry("SAMLAssertion", .assertion, .volatile, in: .parameters),
            FieldEntry("pgtId pgtIou proxyTicket proxyGrantingTicket serviceTicket", .ticket, .issued),
        ],
        never: "SigAlg wa wtrealm wreply SignatureMethod DigestMethod CanonicalizationMethod",
        lifetimes: [.assertion: 300, .ticket: 300]
    )
}
