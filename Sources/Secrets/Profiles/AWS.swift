extension Profile {
    /// AWS: STS, SSO, Cognito, ECR, the instance metadata service, and sign-in federation.
    static let aws = Profile(
        name: "aws",
        endpoints: [
            EndpointPattern(
                .login,
                hosts: ["*.amazonaws.com", "*.amazonaws.com.cn", "*.amazoncognito.com", "*.signin.aws.amazon.com"]
            )
        ],
        fields: [
            FieldEntry("SecretAccessKey aws_secret_access_key aws_secret_key", .clientSecret, .issued, endings: true),
            FieldEntry(
                "AccessKeyId aws_access_key_id AWSAccessKeyId OSSAccessKeyId",
                .apiKey,
                .issued,
                if: .credentialLike
            ),
            FieldEntry(
                "SessionToken X-Amz-Security-Token aws_session_token security-token SigninToken x-amz-sso_bearer_token",
                .sessionToken,
                .issued,
                in: .all.subtracting(.cookie),
                if: .credentialLike
            ),
            FieldEntry("sessionKey", .clientSecret, .issued, in: [.json, .query], if: .credentialLike),
            FieldEntry("WebIdentityToken", .assertion, .held),
            FieldEntry("authorizationToken", .accessToken, .issued, in: .structured, if: .credentialLike),
            FieldEntry(
                "SECRET_HASH PASSWORD_CLAIM_SIGNATURE PASSWORD_CLAIM_SECRET_BLOCK",
                .signature,
                .volatile,
                in: .parameters
            ),
            FieldEntry("SRP_A SRP_B SECRET_BLOCK SALT", .signature, .volatile, in: .json, if: .opaque),
            FieldEntry("Session", .flowToken, .issued, in: .json, if: .opaque),
            FieldEntry("DeviceKey DeviceGroupKey", .sessionToken, .issued, in: .json, if: .opaque),
            FieldEntry("EncodedData", .signature, .volatile, in: .json, if: .opaque),
            FieldEntry("PreviousPassword ProposedPassword TemporaryPassword", .password, .held, in: .parameters),
            FieldEntry(
                "ConfirmationCode TokenCode SMS_MFA_CODE SOFTWARE_TOKEN_MFA_CODE",
                .otp,
                .volatile,
                in: .parameters
            ),
            FieldEntry("SecretCode", .otpSeed, .issued, in: .json),
            // Secrets Manager, Systems Manager (`Value` beside `"Type": "SecureString"`), KMS.
            FieldEntry("SecretString SecretBinary", .clientSecret, .issued, in: .json),
            FieldEntry("Plaintext", .clientSecret, .issued, in: .json, if: .opaque),
            FieldEntry("X-Amz-Signature", .signature, .volatile),
            FieldEntry("X-aws-ec2-metadata-token X-Aws-Parameters-Secrets-Token", .sessionToken, .issued, in: .header),
        ],
        never: "X-Amz-Algorithm X-Amz-SignedHeaders X-Amz-Expires X-Amz-Target NextToken ContinuationToken",
        lifetimes: [.sessionToken: 3_600]
    )
}
