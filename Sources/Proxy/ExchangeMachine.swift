/// The order of things in one exchange that is passed on: request half, response half, hold-back, end.
///
/// It sees no bytes. Its owner gathers what is to be passed on and asks after each event what to do with it.
struct ExchangeMachine {
    /// What to do now.
    enum Action: Hashable {
        /// Nothing.
        case wait
        /// Let go what has gathered of the response.
        case pass
        /// Keep back what has gathered: the response is whole, and the rest of the request may still come.
        case awaitRequest
        /// Keep back what has gathered, and hand the exchange to the sink.
        case submit
        /// Let go what has gathered of the response; the exchange is over.
        case finish(Ending)
        /// Send the request again.
        case retry
        /// The client has seen nothing of a response: drop what has gathered and answer with a problem.
        case refuse
        /// The client has seen a part of the response: break its connection, so that it notices.
        case abort
    }

    /// What becomes of the two connections after a whole exchange.
    struct Ending: Hashable {
        /// The client may send its next request.
        var keepsClient: Bool
        /// The connection to the origin may carry another exchange.
        var keepsOrigin: Bool
        /// Both connections now carry another protocol.
        var switches = false
    }

    private enum Half {
        case waiting
        case arriving
        case complete
    }

    private let captures: Bool
    private var request = Half.arriving
    private var response = Half.waiting
    private var isHeld = false
    /// Whether the client has seen a part of the final response.
    private(set) var hasPassed = false
    /// Whether nothing of the exchange is to be done any more.
    private(set) var isOver = false
    private var ending = Ending(keepsClient: false, keepsOrigin: false)

    /// Whether the request can be sent again as it was: all of it that was sent is still there.
    var isReplayable = false

    init(captures: Bool) {
        self.captures = captures
    }

    /// Whether the client has sent all of the request.
    var isRequestComplete: Bool {
        request == .complete
    }

    /// Whether request bytes are still to come.
    var awaitsRequest: Bool {
        request != .complete && !isOver
    }

    /// Whether a final response head is still to come.
    var awaitsResponse: Bool {
        response == .waiting && !isOver
    }

    /// Whether the response is complete and waits for the sink.
    var awaitsSink: Bool {
        isHeld && !isOver
    }

    /// Whether the response is whole and the request is not.
    var awaitsRest: Bool {
        response == .complete && awaitsRequest && !isHeld
    }

    /// The request is complete.
    mutating func requestEnded() -> Action {
        defer { request = .complete }
        return awaitsRest ? complete() : .wait
    }

    /// The rest of the request does not come; it was not needed for the response. Neither connection can carry another
    /// exchange.
    mutating func requestGivenUp() -> Action {
        guard awaitsRest else { return .wait }
        ending.keepsClient = false
        ending.keepsOrigin = false
        return complete()
    }

    /// The head of the final response came. `ending` is what will become of the connections if the request is complete.
    mutating func responseStarted(_ ending: Ending) {
        response = .arriving
        self.ending = ending
    }

    /// The response is complete, with what has gathered of it. What the client is still sending may be on its way: origins
    /// answer before they have read it.
    mutating func responseEnded() -> Action {
        response = .complete
        return request == .complete ? complete() : .awaitRequest
    }

    private mutating func complete() -> Action {
        if captures {
            isHeld = true
            return .submit
        }
        isOver = true
        return .finish(ending)
    }

    /// Something of the response has gathered, and there is more to come. An interim response alone commits to nothing:
    /// any final one may follow it.
    mutating func responseGathered() -> Action {
        guard !isHeld, !isOver else { return .wait }
        hasPassed = response != .waiting
        return .pass
    }

    /// The sink is done with the exchange.
    mutating func settled(successfully: Bool) -> Action {
        guard awaitsSink else { return .wait }
        isOver = true
        guard successfully else { return hasPassed ? .abort : .refuse }
        return .finish(ending)
    }

    /// The origin cannot be reached, closed the connection, or answered what is no response. `mayRepeat`: the request may
    /// be sent again (``OriginFailure/Repeating``).
    mutating func originFailed(mayRepeat: Bool = false) -> Action {
        guard !isOver else { return .wait }
        // The response is whole already: what the origin does now changes nothing.
        guard !isHeld, response != .complete else {
            ending.keepsOrigin = false
            return .wait
        }
        if mayRepeat && isReplayable && response == .waiting {
            isReplayable = false
            return .retry
        }
        isOver = true
        return hasPassed ? .abort : .refuse
    }

    /// The client is gone, or sent what is no request. Returns whether the exchange is to be abandoned; one that the sink
    /// has already is not.
    mutating func clientFailed() -> Bool {
        defer { isOver = true }
        return !isOver && !isHeld
    }
}
