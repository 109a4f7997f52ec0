public import ArgumentParser
public import Audit
public import Recording
public import Replay

// Values of the parts that options take by their raw values.
extension Level: ExpressibleByArgument {}
extension Recorder.Scope: ExpressibleByArgument {}
extension MatchRules.Part: ExpressibleByArgument {}
