import Testing

@testable import Proxy

@Suite("The order of things in one exchange")
struct ExchangeMachineTests {
    private let keepsBoth = ExchangeMachine.Ending(keepsClient: true, keepsOrigin: true)

    @Test("Without capture the response is let go as it comes")
    func forwards() {
        var machine = ExchangeMachine(captures: false)
        _ = machine.requestEnded()
        #expect(machine.awaitsResponse)
        machine.responseStarted(keepsBoth)
        #expect(machine.responseGathered() == .pass)
        #expect(machine.responseEnded() == .finish(keepsBoth))
        #expect(machine.originFailed() == .wait, "it is over")
        #expect(machine.clientFailed() == false, "nothing is abandoned")
    }

    @Test("With capture the end waits for the sink")
    func captures() {
        var machine = ExchangeMachine(captures: true)
        _ = machine.requestEnded()
        machine.responseStarted(keepsBoth)
        #expect(machine.responseEnded() == .submit)
        #expect(machine.awaitsSink)
        #expect(machine.responseGathered() == .wait)
        #expect(machine.settled(successfully: true) == .finish(keepsBoth))
        #expect(machine.settled(successfully: true) == .wait, "the sink is asked once")
    }

    @Test("A failure of the sink is a 502, or a broken message when a part is out", arguments: [false, true])
    func sinkFails(partIsOut: Bool) {
        var machine = ExchangeMachine(captures: true)
        _ = machine.requestEnded()
        machine.responseStarted(keepsBoth)
        if partIsOut { #expect(machine.responseGathered() == .pass) }
        #expect(machine.responseEnded() == .submit)
        #expect(machine.settled(successfully: false) == (partIsOut ? .abort : .refuse))
    }

    @Test("An interim response commits to nothing")
    func interim() {
        var machine = ExchangeMachine(captures: true)
        _ = machine.requestEnded()
        #expect(machine.responseGathered() == .pass)
        #expect(machine.originFailed() == .refuse)
    }

    @Test("A response that is whole before its request waits for the rest of it", arguments: [false, true])
    func earlyResponse(captures: Bool) {
        var machine = ExchangeMachine(captures: captures)
        machine.responseStarted(keepsBoth)
        #expect(machine.responseGathered() == .pass)
        #expect(machine.responseEnded() == .awaitRequest)
        #expect(machine.awaitsRest)
        #expect(machine.requestEnded() == (captures ? .submit : .finish(keepsBoth)))
        #expect(machine.requestGivenUp() == .wait)
        if captures { #expect(machine.settled(successfully: true) == .finish(keepsBoth)) }
    }

    @Test("What does not come ends both connections", arguments: [false, true])
    func restDoesNotCome(captures: Bool) {
        var machine = ExchangeMachine(captures: captures)
        machine.responseStarted(keepsBoth)
        #expect(machine.responseEnded() == .awaitRequest)
        let ending = ExchangeMachine.Ending(keepsClient: false, keepsOrigin: false)
        #expect(machine.requestGivenUp() == (captures ? .submit : .finish(ending)))
        #expect(machine.requestEnded() == .wait)
        if captures { #expect(machine.settled(successfully: true) == .finish(ending)) }
    }

    @Test("An origin that closes after its early response: the rest is still taken")
    func originClosesAfterEarlyResponse() {
        var machine = ExchangeMachine(captures: true)
        machine.responseStarted(keepsBoth)
        #expect(machine.responseEnded() == .awaitRequest)
        #expect(machine.originFailed(mayRepeat: true) == .wait)
        #expect(machine.awaitsRest)
        #expect(machine.requestEnded() == .submit)
        #expect(machine.settled(successfully: true) == .finish(.init(keepsClient: true, keepsOrigin: false)))
    }

    @Test("A kept connection that was closed: again, once, and only what can be sent again", arguments: [false, true])
    func retries(isReplayable: Bool) {
        var machine = ExchangeMachine(captures: false)
        machine.isReplayable = isReplayable
        _ = machine.requestEnded()
        #expect(machine.originFailed(mayRepeat: true) == (isReplayable ? .retry : .refuse))
        if isReplayable { #expect(machine.originFailed(mayRepeat: true) == .refuse) }
    }

    @Test("The origin fails in the middle of its response")
    func originFailsLate() {
        var machine = ExchangeMachine(captures: true)
        machine.isReplayable = true
        _ = machine.requestEnded()
        machine.responseStarted(keepsBoth)
        #expect(machine.responseGathered() == .pass)
        #expect(machine.originFailed(mayRepeat: true) == .abort)
        #expect(machine.responseGathered() == .wait)
        #expect(machine.settled(successfully: true) == .wait)
    }

    @Test("The origin closes while the whole response is held: it is not kept, and the client gets the response")
    func originClosesWhileHeld() {
        var machine = ExchangeMachine(captures: true)
        _ = machine.requestEnded()
        machine.responseStarted(keepsBoth)
        _ = machine.responseEnded()
        #expect(machine.originFailed() == .wait)
        #expect(machine.settled(successfully: true) == .finish(.init(keepsClient: true, keepsOrigin: false)))
    }

    @Test("A client that goes is abandoned, unless the sink has the exchange already", arguments: [false, true])
    func clientGoes(isHeld: Bool) {
        var machine = ExchangeMachine(captures: true)
        _ = machine.requestEnded()
        machine.responseStarted(keepsBoth)
        if isHeld { _ = machine.responseEnded() }
        #expect(machine.clientFailed() == !isHeld)
        #expect(machine.settled(successfully: true) == .wait)
        #expect(machine.clientFailed() == false)
    }
}
