extension Profile {
    /// Who people are: masked only where it is asked for (`--profile personal`), since a reviewer and a matcher often need
    /// it. On token and log-in endpoints user names are masked in any case.
    static let personal = Profile(
        name: "personal",
        fields: [
            FieldEntry(
                """
                username user_name email email_address login login_hint preferred_username upn unique_name sub oid userid \
                user_id phone phone_number mobile_phone name full_name given_name family_name first_name last_name nickname \
                address street_address birthdate date_of_birth picture customer_id device_id external_reference_id ssn \
                national_id iban account_number
                """,
                .personalData,
                .held,
                in: .structured.union(.html).subtracting(.cookie)
            ),
            FieldEntry(
                "ip client_ip client_ip_address remote_addr x_forwarded_for true_client_ip x_real_ip cf_connecting_ip",
                .personalData,
                .held,
                in: [.json, .xml, .form, .query, .header]
            ),
            FieldEntry("card_number pan", .cardNumber, .held, in: .structured),
        ]
    )
}
