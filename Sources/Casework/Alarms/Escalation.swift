import Alarms
package import Primitives
import Records

/// Who is called for an alarm that nobody answers, and when; from dated data.
package struct Escalation: Hashable, Sendable {
    /// One who is called (逐级上报).
    package struct Step: Hashable, Sendable {
        /// `enterprise`, `town`, `county`.
        package let to: String
        /// How long after the alarm was raised.
        package let after: Seconds

        package init(to: String, after: Seconds) {
            self.to = to
            self.after = after
        }
    }

    package let steps: [Step]
    /// How long after a call the same one is called again.
    package let reminder: Seconds

    package init(steps: [Step], reminder: Seconds) {
        self.steps = steps
        self.reminder = reminder
    }

    /// The calls that are due at `now` for an alarm that was raised at `since`, after those that
    /// were made.
    ///
    /// The later steps count from the first call: an alarm that became known late, because a link
    /// was down, is first told to those who are nearest.
    func due(since: Timestamp, now: Timestamp, made: [AlarmCall]) -> [(step: Step, nth: Int)] {
        guard let first = steps.first else { return [] }
        let begun = made.filter { $0.step == first.to }.map(\.at).min()
        guard let begun else { return now >= since.adding(first.after) ? [(first, 1)] : [] }
        return steps.compactMap { step in
            let own = made.filter { $0.step == step.to }
            if let last = own.max(by: { $0.nth < $1.nth }) {
                return now >= last.at.adding(reminder) ? (step, last.nth + 1) : nil
            }
            let wait = Seconds(step.after.count - first.after.count)
            return now >= begun.adding(wait) ? (step, 1) : nil
        }
    }
}

/// One call for an alarm.
package struct AlarmCall: Hashable, Sendable {
    package let id: AlarmID
    package let occurrence: Int
    /// Who was called.
    package let step: String
    /// 1 for the first, then the reminders.
    package let nth: Int
    package let at: Timestamp

    package init(id: AlarmID, occurrence: Int, step: String, nth: Int, at: Timestamp) {
        self.id = id
        self.occurrence = occurrence
        self.step = step
        self.nth = nth
        self.at = at
    }
}

/// What waits to be sent to another system.
package struct OutboxMessage: Hashable, Sendable {
    package let number: Int
    /// Name of the target in the server's own configuration.
    package let target: String
    /// JSON.
    package let body: String
    package let tries: Int
    package let at: Timestamp

    package init(number: Int, target: String, body: String, tries: Int, at: Timestamp) {
        self.number = number
        self.target = target
        self.body = body
        self.tries = tries
        self.at = at
    }
}

extension CaseworkDesk {
    /// Calls for the alarms that nobody has answered, and reminds; to be called once a second.
    ///
    /// - Parameter targets: Names of the systems to be told, by the step at which they are.
    /// - Returns: How many calls were made.
    package func callForAlarms(
        telling targets: [String: [String]], as principal: Principal = .machine
    ) async throws -> Int {
        try await allow(.sendReadings, principal)
        let (now, escalation) = (environment.now(), settings.alarms.escalation)
        let isDue: @Sendable (any ReadTransaction) throws -> [StoredAlarm] = { transaction in
            try transaction.standingAlarms(of: nil).filter { alarm in
                guard alarm.needsAnswer, alarm.under == nil else { return false }
                let made = try transaction.alarmCalls(alarm.id, occurrence: alarm.occurrence)
                return !escalation.due(since: alarm.raisedAt, now: now, made: made).isEmpty
            }
        }
        guard try await !database.read(isDue).isEmpty else { return 0 }
        return try await observe(.callForAlarm, as: principal) { transaction, log in
            var count = 0
            // Looked at again: another server may have called, somebody may have answered.
            for alarm in try isDue(transaction) {
                let made = try transaction.alarmCalls(alarm.id, occurrence: alarm.occurrence)
                for (step, nth) in escalation.due(since: alarm.raisedAt, now: now, made: made) {
                    let call = AlarmCall(
                        id: alarm.id, occurrence: alarm.occurrence, step: step.to, nth: nth,
                        at: now)
                    try transaction.add(call)
                    for target in targets[step.to] ?? [] {
                        try transaction.addToOutbox(
                            target: target, body: self.body(of: call, alarm), at: now)
                    }
                    log.add("alarm", alarm.id.subject, after: "\(step.to) \(nth)")
                    count += 1
                }
            }
            return count
        }
    }

    /// What another system is told: no person's data, the numbers of the alarm and what to do.
    private func body(of call: AlarmCall, _ alarm: StoredAlarm) -> String {
        let guidance = alarmGuidance(alarm.kind).zh
        func number(_ value: Double?) -> String { value.map { JSONText.number($0) } ?? "null" }
        return """
            {"enterprise":\(JSONText.quoted(alarm.id.enterprise)),\
            "room":\(JSONText.quoted(alarm.room)),"alarm":\(JSONText.quoted(alarm.id.point)),\
            "kind":"\(alarm.kind.name)","state":"\(alarm.state.name)",\
            "priority":"\(alarm.priority.name)","occurrence":\(alarm.occurrence),\
            "value":\(number(alarm.value)),"limit":\(number(alarm.limit)),\
            "raised":"\(alarm.raisedAt.text())","step":\(JSONText.quoted(call.step)),\
            "nth":\(call.nth),"at":"\(call.at.text())","guidance":\(JSONText.quoted(guidance))}
            """
    }

    /// The messages that are due, the oldest first; nobody else gets them for a minute, so that of
    /// several servers one sends.
    package func claimMessages(limit: Int) async throws -> [OutboxMessage] {
        let now = environment.now()
        guard try await !database.read({ try $0.dueMessages(at: now, limit: 1) }).isEmpty else {
            return []
        }
        return try await observe(.callForAlarm, as: .machine) { transaction, _ in
            let messages = try transaction.dueMessages(at: now, limit: limit)
            for message in messages {
                try transaction.settleMessage(
                    message.number, tries: message.tries, next: now.adding(Seconds(60)),
                    ended: nil, failure: nil)
            }
            return messages
        }
    }

    /// Says what became of a message: sent, or why not.
    ///
    /// One that was not is tried again, each time twice as long after the last, for a day.
    package func settle(_ message: OutboxMessage, failure: String?) async throws {
        let now = environment.now()
        let pause = Seconds(Int64(10) << Int64(min(message.tries, 8)))
        let isOver = failure == nil || now > message.at.adding(.hours(24))
        try await observe(.callForAlarm, as: .machine) { transaction, _ in
            try transaction.settleMessage(
                message.number, tries: message.tries + 1, next: now.adding(pause),
                ended: isOver ? now : nil, failure: failure)
        }
    }
}
