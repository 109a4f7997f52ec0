extension TokenPattern {
    /// The tokens that their issuers made recognisable: what it is, how it looks, who issues it.
    ///
    /// Here stands only what is told by its looks alone. What needs its surroundings to be told (an AWS secret key, the
    /// 32 hexadecimal digits of Twilio, a 40-digit token of GitHub's early days) is found by the name of its field, and
    /// what is public (`pk_live_`, `AC` and `AROA` identifiers) is not in the table. Sources: the vendors' documentation
    /// and the rules of the known secret scanners.
    static let catalogue: [TokenPattern] = text.split(separator: "\n").flatMap { read(line: $0) }

    private static let text = #"""
        access_token   gh[p|o|u|s]_{word 32+}                                GitHub
        refresh_token  ghr_{word 32+}                                        GitHub
        access_token   github_pat_{word 49+}                                 GitHub fine-grained
        access_token   gl[pat|dt|ft|rt|wt|soat|ptt|ffct|cbt|imt|agent]-{dotted 20-400}  GitLab
        client_secret  gloas-{base64url 40+}                                 GitLab OAuth application
        access_token   GR1348941{base64url 20}                               GitLab runner registration
        access_token   xox[a|b|c|o|p|r|s]-{digit 1+}-{base64url 16+}         Slack
        access_token   xoxe.xox[b|p]-{digit 1+}-{base64url 40+}              Slack, rotated
        refresh_token  xoxe-{digit 1+}-{base64url 16+}                       Slack
        session_token  xoxd-{base64 40+}                                     Slack, cookie `d`
        access_token   xapp-{digit 1+}-{base64url 20+}                       Slack app level
        api_key        /services/{upper 9-14}/{upper 9-14}/({base62 20-32})  Slack webhook
        api_key        /workflows/{upper 9-14}/{upper 9-14}/{digit 12-22}/({base62 20-32})  Slack webhook
        api_key        /triggers/{upper 9-14}/{digit 10-18}/({hex 32})       Slack webhook
        api_key        /webhooks/{digit 17-20}/({base64url 60-80})           Discord webhook
        api_key        /IncomingWebhook/({base62 20-40})                     Teams webhook
        api_key        /hooks/catch/{digit 4-10}/({base62 6-12})             Zapier webhook
        api_key        /with/key/({base64url 20-80})                         IFTTT webhook
        access_token   {digit 8-10}:AA{base64url 33}                         Telegram bot
        access_token   /bot({digit 8-10}:AA{base64url 33})                   Telegram bot
        api_key        A[KIA|SIA|BIA|CCA]{base32 16}                         AWS access key
        session_token  IQoJb3JpZ2lu{base64 100+}                             AWS session token
        session_token  F[woG|QoG]ZXIv{base64 100+}                           AWS session token
        api_key        ABSK{base64 100-280}                                  AWS Bedrock
        api_key        bedrock-api-key-{base64 40+}                          AWS Bedrock
        api_key        AIza{base64url 35}                                    Google API key
        access_token   ya29.{dotted 19+}                                     Google OAuth
        refresh_token  1//0{base64url 60+}                                   Google OAuth
        client_secret  GOCSPX-{base64url 28}                                 Google OAuth
        session_token  g.a000-{base64url 40+}                                Google account
        session_token  sidts-{base64url 20+}                                 Google account
        client_secret  {word 3}{digit 1}Q~{unreserved 31-34}                 Microsoft Entra application
        refresh_token  [0|1].A{dotted 250+}                                  Microsoft Entra
        api_key        AccountKey=({base64 86})                              Azure storage
        api_key        SharedAccessKey=({base64 43})                         Azure Service Bus
        api_key        [sk|rk]_[live|test|prod]_{base62 10-255}              Stripe
        client_secret  [pi|seti]_{base62 14-40}_secret_{base62 16-60}        Stripe
        client_secret  whsec_{base64 24-100}                                 Stripe, Svix webhook
        api_key        ek_[live|test]_{base62 10-255}                        Stripe
        api_key        SG.{base64url 16-32}.{base64url 30-64}                SendGrid
        api_key        key-{hex 32}                                          Mailgun
        api_key        {hex 32}-us{digit 1-2}                                Mailchimp
        api_key        [xkeysib|xsmtpsib]-{hex 64}-{base62 16}               Brevo
        access_token   shp[at|ca|pa|ua|it]_{base62 32-64}                    Shopify
        refresh_token  shprt_{base62 32-64}                                  Shopify
        client_secret  shpss_{base62 32-64}                                  Shopify
        access_token   sq0atp-{base64url 22}                                 Square
        client_secret  sq0csp-{base64url 43}                                 Square
        access_token   A21AA{base64url 80+}                                  PayPal
        access_token   EAA[C|M]{base62 100+}                                 Facebook
        access_token   00D{base62 12-15}!{dotted 80-200}                     Salesforce
        refresh_token  5Aep861{dotted 60+}                                   Salesforce
        api_key        3MVG9{dotted 80-251}                                  Salesforce consumer key
        refresh_token  v1.M{base64url 40+}                                   Auth0
        access_token   hv[s|b|r].{base64url 24+}                             HashiCorp Vault
        access_token   {base62 14}.atlasv1.{base64url 60-70}                 HashiCorp Terraform
        access_token   npm_{base62 36-255}                                   npm
        access_token   pypi-Ag{base64url 33+}                                PyPI
        access_token   rubygems_{hex 48}                                     RubyGems
        access_token   dckr_[pat|oat]_{base64url 27-64}                      Docker
        access_token   do[p|o]_v1_{hex 64}                                   DigitalOcean
        refresh_token  dor_v1_{hex 64}                                       DigitalOcean
        api_key        cf[u|a|k]t_{base62 40-64}                             Cloudflare
        api_key        v1.0-{hex 24}-{hex 146}                               Cloudflare origin CA
        access_token   fo1_{base64url 40+}                                   Fly.io
        access_token   fm[1|2]_{base64 100+}                                 Fly.io
        api_key        HRKU-AA{base64url 50+}                                Heroku
        access_token   nfp_{base62 36-64}                                    Netlify
        api_key        sk-ant-{base64url 80+}                                Anthropic
        api_key        sk-[proj|svcacct|admin|None]-{base64url 40+}          OpenAI
        api_key        sk-{base64url 40+ T3BlbkFJ}                           OpenAI
        api_key        sk-or-v1-{hex 64}                                     OpenRouter
        access_token   hf_{base62 34-40}                                     Hugging Face
        api_key        pplx-{base62 40-64}                                   Perplexity
        api_key        gsk_{base62 48-64}                                    Groq
        api_key        lin_api_{base62 32-64}                                Linear
        access_token   lin_oauth_{base62 32-64}                              Linear
        api_key        ntn_{base62 40-60}                                    Notion
        api_key        secret_{base62 43}                                    Notion
        api_key        AT[A|C]TT3{base64url 100+}                            Atlassian
        api_key        AT[A|C]TT3{base64url 100+}={HEX 8}                    Atlassian
        api_key        ATBB{base62 32}                                       Bitbucket
        api_key        PMAK-{hex 24}-{hex 34}                                Postman
        access_token   figd_{base64url 36+}                                  Figma
        access_token   glsa_{base62 32}_{hex 8}                              Grafana
        api_key        glc_{base64 40+}                                      Grafana Cloud
        api_key        eyJrIjoi{base64 60+}                                  Grafana
        api_key        NRAK-{base62 27}                                      New Relic
        access_token   sntrys_{base64any 60+}                                Sentry
        access_token   sntryu_{hex 64}                                       Sentry
        access_token   dt0[c|s]{digit 2}.{upper 24}.{upper 64}               Dynatrace
        access_token   dapi{hex 32}                                          Databricks
        access_token   dapi{hex 32}-{digit 1}                                Databricks
        access_token   dp.[pt|ct|sa|scim|audit].{base62 40-48}               Doppler
        access_token   dp.st.{dotted 40+}                                    Doppler
        access_token   pul-{hex 40}                                          Pulumi
        access_token   pscale_[tkn|pw|oauth]_{dotted 30+}                    PlanetScale
        access_token   sbp_{hex 40}                                          Supabase
        api_key        sb_secret_{base64url 20+}                             Supabase
        access_token   sgp_{word 40-128}                                     Sourcegraph
        api_key        AKCp{base62 65-80}                                    Artifactory
        access_token   cmVmdGtu{base62 56}                                   Artifactory
        access_token   ops_eyJ{base64any 100+}                               1Password
        api_key        rdme_{base62 70}                                      ReadMe
        access_token   sl.{dotted 130+}                                      Dropbox
        api_key        LTAI{base62 16-24}                                    Alibaba
        access_token   AQVN{base64url 35-38}                                 Yandex
        access_token   t1.{base64url 2+}.{base64url 86}                      Yandex
        access_token   sha256~{base64url 43}                                 OpenShift
        access_token   pat{base62 14}.{hex 64}                               Airtable
        access_token   pat-[na1|na2|eu1]-{base64url 36}                      HubSpot
        access_token   tskey-{base64url 20+}                                 Tailscale
        access_token   sk.eyJ{base64url 60+}.{base64url 20+}                 Mapbox
        private_key    AGE-SECRET-KEY-1{upper 58}                            age
        prefixed_token {base64url 8-12}:APA91b{base64url 120+}               Firebase registration
        prefixed_token v[1|2|3|4].[local|public].{dotted 40+}                PASETO
        prefixed_token gAAAAAB{base64url 90+}                                Fernet
        """#
}
