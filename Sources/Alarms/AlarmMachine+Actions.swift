package import Primitives
import Records

extension AlarmMachine {
    /// What is shown of an alarm.
    package func state(of point: Int) -> AlarmState {
        points[point].silence.shown(points[point].state)
    }

    /// Whether its condition holds, however it is shown.
    package func isActive(_ point: Int) -> Bool {
        points[point].phase == .on || points[point].phase == .falling
    }

    /// Who silenced an alarm, why, and until when where it is shelved.
    package func silencing(of point: Int) -> (act: AlarmAct, until: Timestamp?)? {
        guard let own = silencings[point] else { return nil }
        return (own.act, own.until == .max ? nil : Timestamp(microseconds: own.until))
    }

    /// Does what a person, or a rule of the design, asks of an alarm.
    ///
    /// - Throws: `AlarmError`, `.refused` where it means nothing in the state that is shown;
    ///   nothing has changed then.
    package mutating func act(
        _ action: AlarmAction, on point: Int, by act: AlarmAct, at moment: Timestamp,
        into out: inout [Transition]
    ) throws(AlarmError) {
        guard !act.who.isEmpty else { throw .reasonMissing }
        let bytesMax = Limits.alarmReasonBytesMax
        guard act.why.utf8.count <= bytesMax, act.who.utf8.count <= bytesMax else {
            throw .reasonTooLong(bytesMax: bytesMax)
        }
        advance(to: moment, into: &out)
        let time = max(moment.microseconds, now ?? moment.microseconds)
        let old = state(of: point)
        switch action {
        case .acknowledge, .reset:
            let event: AlarmState.Event = action == .acknowledge ? .acknowledge : .reset
            let latching = layout.points[point].kind.isLatching
            guard points[point].silence == .none,
                let new = points[point].state.after(event, latching: latching)
            else { throw .refused(action: action.name, state: old.name) }
            points[point].state = new
        default:
            let silence = try silence(after: action, on: point, at: time)
            guard silence == .none || !act.why.isEmpty else { throw .reasonMissing }
            points[point].silence = silence
            silencings[point] = silence == .none ? nil : Silencing(act: act)
            if case .shelve(let until) = action {
                silencings[point]?.until = until.microseconds
                see(due: until.microseconds, room: layout.points[point].room)
            }
        }
        tell(
            point, from: old, to: state(of: point), at: time, stillCase(point, time), act: act,
            into: &out)
    }

    private func silence(
        after action: AlarmAction, on point: Int, at time: Int64
    ) throws(AlarmError) -> Silence {
        switch (action, points[point].silence) {
        case (.shelve(let until), .none):
            let longest = time + Int64(Limits.shelvedHoursMax) * 3_600_000_000
            guard until.microseconds > time, until.microseconds <= longest else {
                throw .shelvedTooLong(hoursMax: Limits.shelvedHoursMax)
            }
            return .shelved
        case (.suppress, .none): return .suppressed
        case (.takeOutOfService, .none), (.takeOutOfService, .shelved),
            (.takeOutOfService, .suppressed):
            return .outOfService
        case (.unshelve, .shelved), (.unsuppress, .suppressed), (.returnToService, .outOfService):
            return .none
        default: throw .refused(action: action.name, state: state(of: point).name)
        }
    }

    /// A shelving ran out: what stood beneath is shown again.
    mutating func endShelving(_ point: Int, at time: Int64, into out: inout [Transition]) {
        points[point].silence = .none
        silencings[point] = nil
        var known = stillCase(point, time)
        known.cause = .expired
        tell(
            point, from: .shelved, to: points[point].state, at: time, known, act: nil, into: &out)
    }

    /// For a change that no reading made.
    private func stillCase(_ point: Int, _ time: Int64) -> Case {
        Case(
            nil, value: nil, limit: nil, cause: points[point].cause,
            hazard: hazard(of: layout.points[point].room, at: time))
    }
}
