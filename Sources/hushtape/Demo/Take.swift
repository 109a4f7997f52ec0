import Recording
import TokenSandbox

/// One conversation as it was recorded.
struct Take {
    let conversation: Conversation
    /// Where its cassette is.
    let path: String
    let answers: [Answer]
    /// The credentials that its client sent.
    let shop: SandboxCredentials
    /// Every secret that passed through the sandbox. In memory only.
    let secrets: [SandboxSecret]
    let summary: RecordingSummary
}
