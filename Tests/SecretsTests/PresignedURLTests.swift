import Capture
import Testing

@testable import Secrets

/// Pre-signed URLs are credentials as a whole; what says which they are stays readable.
struct PresignedURLTests {
    private var sample = Sample(seed: 27)

    @Test(arguments: [
        (
            "/b/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={key}%2F20260131%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20260131T000000Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Security-Token={token}&X-Amz-Signature={hex}",
            "/b/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=REDACTED_api_key_1%2FREDACTED_cache_buster_1%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=REDACTED_cache_buster_2&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Security-Token=REDACTED_session_token_1&X-Amz-Signature=REDACTED_signature_1"
        ),
        (
            "/b/k?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Credential=a%40b.example.test%2F20260131%2Fauto%2Fstorage%2Fgoog4_request&X-Goog-Date=20260131T000000Z&X-Goog-Signature={hex}",
            "/b/k?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Credential=REDACTED_api_key_1%2FREDACTED_cache_buster_1%2Fauto%2Fstorage%2Fgoog4_request&X-Goog-Date=REDACTED_cache_buster_2&X-Goog-Signature=REDACTED_signature_1"
        ),
        (
            "/b/k?AWSAccessKeyId={key}&Expires=1700000000&Signature={token}%3D",
            "/b/k?AWSAccessKeyId=REDACTED_api_key_1&Expires=REDACTED_cache_buster_1&Signature=REDACTED_signature_1"
        ),
        (
            "/v.mp4?Policy={token}_&Signature={token2}&Key-Pair-Id=APKATEST",
            "/v.mp4?Policy=REDACTED_assertion_1&Signature=REDACTED_signature_1&Key-Pair-Id=APKATEST"
        ),
        (
            "/c/b?sv=2024-05-04&ss=b&sp=r&st=2026-01-31T00%3A00%3A00Z&se=2026-01-31T01%3A00%3A00Z&sr=b&sig={token}%3D",
            "/c/b?sv=2024-05-04&ss=b&sp=r&st=REDACTED_cache_buster_1&se=REDACTED_cache_buster_2&sr=b&sig=REDACTED_signature_1"
        ),
        (
            "/workflows/a/triggers/manual/run?api-version=2016-10-01&sp=%2Ftriggers&sv=1.0&sig={token}",
            "/workflows/a/triggers/manual/run?api-version=2016-10-01&sp=%2Ftriggers&sv=1.0&sig=REDACTED_signature_1"
        ),
        (
            "/o?OSSAccessKeyId={key}&Expires=1700000000&Signature={token}&security-token={token2}",
            "/o?OSSAccessKeyId=REDACTED_api_key_1&Expires=REDACTED_cache_buster_1&Signature=REDACTED_signature_1&security-token=REDACTED_session_token_1"
        ),
        (
            "/o?q-sign-algorithm=sha1&q-ak={key}&q-sign-time=1700000000%3B1700003600&q-header-list=host&q-signature={hex}",
            "/o?q-sign-algorithm=sha1&q-ak=REDACTED_api_key_1&q-sign-time=REDACTED_cache_buster_1&q-header-list=host&q-signature=REDACTED_signature_1"
        ),
        (
            "/v.m3u8?hdnts=exp=1700000000~acl=/*~hmac={hex}",
            "/v.m3u8?hdnts=exp=REDACTED_cache_buster_1~acl=/*~hmac=REDACTED_signature_1"
        ),
        (
            "/exp=1700000000~acl=%2A~hmac={hex}/v.mp4",
            "/exp=REDACTED_cache_buster_1~acl=%2A~hmac=REDACTED_signature_1/v.mp4"
        ),
        (
            "/hdntl=exp=1700000000~acl=%2f*~hmac={hex}/seg1.ts",
            "/hdntl=exp=REDACTED_cache_buster_1~acl=%2f*~hmac=REDACTED_signature_1/seg1.ts"
        ),
        (
            "/hdntl=exp=1700000000~acl=/*~hmac={hex}/seg1.ts",
            "/hdntl=exp=REDACTED_cache_buster_1~acl=/*~hmac=REDACTED_signature_1/seg1.ts"
        ),
        (
            "/v?__token__=exp=1700000000~acl=/*~hmac={hex}",
            "/v?__token__=exp=REDACTED_cache_buster_1~acl=/*~hmac=REDACTED_signature_1"
        ),
        (
            "/v.mp4?expires=1700000000&sig={hex}",
            "/v.mp4?expires=REDACTED_cache_buster_1&sig=REDACTED_signature_1"
        ),
        (
            "/a.png?ex=65f1a1a1&is=65df2c2c&hm={hex}&",
            "/a.png?ex=REDACTED_cache_buster_1&is=REDACTED_cache_buster_2&hm=REDACTED_signature_1&"
        ),
        (
            "/upload/b/o?uploadType=resumable&upload_id={token}",
            "/upload/b/o?uploadType=resumable&upload_id=REDACTED_code_1"
        ),
        (
            "/cb?shop=a.example.test&timestamp=1&hmac={hex}",
            "/cb?shop=a.example.test&timestamp=1&hmac=REDACTED_signature_1"
        ),
    ])
    mutating func `providers`(target: String, expected: String) {
        let redaction = FieldRedaction.target(sample.fill(target))
        #expect(redaction.text == expected)
        for (placeholder, matchClass) in redaction.classes where placeholder.contains("signature") {
            #expect(matchClass == .volatile)
        }
        let inJSON = FieldRedaction(
            Sample.exchange("GET", "/", [], "", [], "{\"url\":\"https://s.example.test\(sample.fill(target))\"}"),
            .responseBody
        )
        #expect(inJSON.text == "{\"url\":\"https://s.example.test\(expected)\"}")
    }

    @Test mutating func `the key of a function at its host`() {
        let target = sample.fill("/api/hello?code={token}%3D%3D&name=x")
        #expect(
            FieldRedaction.target(target, host: "shop.azurewebsites.net").text
                == "/api/hello?code=REDACTED_api_key_1&name=x"
        )
        let link = FieldRedaction.response("Location", "https://shop.azurewebsites.net\(target)")
        #expect(link.text == "https://shop.azurewebsites.net/api/hello?code=REDACTED_api_key_1&name=x")
    }
}
