import NIOCore
import NIOHTTP2
import Wire

extension NIOHTTP2Handler.ConnectionConfiguration {
    /// Towards clients and origins. What protects from floods is set so that no browser, gRPC client or load test reaches it.
    static func proxy(_ role: NIOHTTP2Handler.ParserMode, _ limits: Limits) -> Self {
        var configuration = Self()
        configuration.initialSettings = [
            HTTP2Setting(parameter: .initialWindowSize, value: StreamWindow.size),
            HTTP2Setting(parameter: .maxHeaderListSize, value: limits.headBytes),
        ]
        switch role {
        case .server:
            configuration.initialSettings.append(HTTP2Setting(parameter: .maxConcurrentStreams, value: 100))
        case .client:
            // Nobody would take what is pushed (RFC 9113 §8.4).
            configuration.initialSettings.append(HTTP2Setting(parameter: .enablePush, value: 0))
        }
        configuration.targetWindowSize = StreamWindow.connection
        configuration.maximumSequentialEmptyDataFrames = 100
        // Enough for the largest header list in frames of 16 KiB.
        configuration.maximumSequentialContinuationFrames = 2 + limits.headBytes / 16_384
        configuration.maximumConnectionGlitches = 100_000
        configuration.controlFrameRateLimit.maximumCount = 10_000
        return configuration
    }
}

extension NIOHTTP2Handler.StreamConfiguration {
    /// The same for each stream.
    static var proxy: Self {
        var configuration = Self()
        configuration.targetWindowSize = StreamWindow.size
        configuration.outboundBufferSizeHighWatermark = 64 * 1024
        configuration.outboundBufferSizeLowWatermark = 32 * 1024
        configuration.streamResetFrameRateLimit.maximumCount = 10_000
        configuration.streamErrorRateLimit.maximumCount = 10_000
        return configuration
    }
}

/// The flow control windows that are granted (RFC 9113 §5.2), in bytes.
enum StreamWindow {
    /// Of a stream: what may wait in memory for its partner.
    static let size = 256 * 1024
    /// Of a connection, which is granted anew as the bytes come.
    static let connection = 4 * 1024 * 1024
}
