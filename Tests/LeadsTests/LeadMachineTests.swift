import Leads
import Primitives
import Records
import Testing

struct LeadMachineTests {
    private static let actions: [LeadActionName: LeadAction] = [
        .dispatch: .dispatch(station: "进贤县公安局治安管理大队", due: Cases.now),
        .giveBack: .giveBack(reason: "不属本地"), .verify: .verify(findings: "现场未见存货"),
        .close: .close(outcome: .unfounded, reason: "查否"), .dismiss: .dismiss(reason: "重复"),
        .addEvidence: .addEvidence,
    ]

    /// The whole table: what each action leads to from each state; what is missing is refused.
    private static let table: [LeadState: [LeadActionName: LeadState]] = [
        .new: [.dispatch: .dispatched, .dismiss: .dismissed, .addEvidence: .new],
        .dispatched: [
            .giveBack: .new, .verify: .verified, .dismiss: .dismissed, .addEvidence: .dispatched,
        ],
        .verified: [.close: .closed, .dismiss: .dismissed, .addEvidence: .verified],
        .closed: [:], .dismissed: [:],
    ]

    @Test(arguments: LeadState.allCases, LeadActionName.allCases)
    func everyStateAndActionIsInTheTable(state: LeadState, name: LeadActionName) throws {
        let action = try #require(Self.actions[name])
        var machine = LeadMachine(state: state)
        let expected = Self.table[state]?[name]
        #expect(LeadMachine.target(of: name, from: state) == expected)
        if let expected {
            let transition = try machine.take(action)
            #expect(transition.from == state && transition.to == expected)
            #expect(machine.state == expected)
        } else {
            let error = #expect(throws: LeadError.self) { try machine.take(action) }
            #expect(error?.code == "leads.step_not_allowed")
            for allowed in LeadMachine.allowed(from: state) {
                #expect(error?.message.contains(allowed.rawValue) == true)
            }
            #expect(machine.state == state)
        }
    }

    @Test func aFinalStateSaysSo() {
        var machine = LeadMachine(state: .closed)
        let error = #expect(throws: LeadError.self) { try machine.take(.addEvidence) }
        #expect(error?.message == "'evidence' is not allowed: the lead is closed, which is final.")
    }

    @Test(arguments: ["", "  ", "\n　"])
    func aStepThatNeedsAReasonHasOne(reason: String) {
        let steps: [(LeadState, LeadAction)] = [
            (.verified, .close(outcome: .confirmed, reason: reason)),
            (.new, .dismiss(reason: reason)), (.dispatched, .giveBack(reason: reason)),
            (.dispatched, .verify(findings: reason)),
            (.new, .dispatch(station: reason, due: nil)),
        ]
        for (state, action) in steps {
            var machine = LeadMachine(state: state)
            let error = #expect(throws: LeadError.self) { try machine.take(action) }
            #expect(error?.code == "leads.reason_missing")
            #expect(machine.state == state)
        }
    }

    @Test(arguments: [(0, true), (1, false)])
    func aReasonHasALimit(over: Int, isTaken: Bool) {
        var machine = LeadMachine()
        let reason = String(repeating: "a", count: Limits.noteBytesMax + over)
        if isTaken {
            #expect(throws: Never.self) { try machine.take(.dismiss(reason: reason)) }
        } else {
            let error = #expect(throws: LeadError.self) {
                try machine.take(.dismiss(reason: reason))
            }
            #expect(error?.code == "leads.reason_too_long")
        }
    }

    @Test func theDeadlineComesWithADispatchAndGoesWithAReturn() throws {
        var machine = LeadMachine()
        let sent = try machine.take(.dispatch(station: " 东湖 ", due: Cases.now))
        #expect(sent.due == Cases.now && sent.note == "东湖")
        let back = try machine.take(.giveBack(reason: "退回"))
        #expect(back.due == nil && machine.due == nil)
        _ = try machine.take(.dispatch(station: "西湖", due: Cases.now))
        let verified = try machine.take(.verify(findings: "查获两箱"))
        #expect(verified.due == Cases.now)
        let closed = try machine.take(.close(outcome: .confirmed, reason: "移送"))
        #expect(closed.outcome == .confirmed && closed.note == "移送")
    }
}
