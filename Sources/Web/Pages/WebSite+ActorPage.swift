import Casework
import Foundation
import Hummingbird
import Linkage
import Primitives
import Records

/// What the page of an actor's evidence shows beside the evidence.
struct ActorFrame {
    var refusal: String?
    /// The step whose form is open, 0-based, and the reason typed into it.
    var step: Int?
    var typed = ""
    /// A reason for a step that is another one now.
    var kept: String?
}

extension WebSite {
    static func actorAddress(_ lead: ID<Lead>) -> String {
        "/leads/\(FormFields.encoded(lead.text))/actor"
    }

    /// Why the records of a lead's actor are one; with `step` the form that parts it, with `other`
    /// why something else is not this actor.
    func actorPage(_ call: Call) async throws -> Response {
        let id = try leadID(call)
        let page = try await desk.actor(of: id, as: try call.principal())
        let step = call.query["step"].flatMap(Int.init).flatMap { $0 > 0 ? $0 - 1 : nil }
        var compared: PageValues = [:]
        if let other = call.query["other"], page.mayCompare {
            compared = try await comparison(id, BoardView.cut(other), call)
        }
        return try await actorPage(
            page, ActorFrame(step: step), call, compared: compared, status: .ok)
    }

    private func actorPage(
        _ found: ActorPage, _ shown: ActorFrame, _ call: Call, compared: PageValues = [:],
        status: HTTPResponse.Status
    ) async throws -> Response {
        let words = words(call.language)
        let telling = EvidenceTelling(words: words)
        let lead = found.lead.lead
        let address = Self.actorAddress(lead.id)
        var values: PageValues = [
            "heading": words("actor-title", ["actor": found.lead.actorName]),
            "title": words("actor-title", ["actor": found.lead.actorName]),
            "address": "/leads/\(FormFields.encoded(lead.id.text))",
            "hasEvidence": found.evidence != nil,
        ]
        values["refusal"] = shown.refusal
        values["kept"] = shown.kept
        values["bond"] = found.evidence.map { telling.bond($0.bond) }
        if let evidence = found.evidence, !evidence.steps.isEmpty {
            values["steps"] = steps(evidence, found, shown, words)
        }
        values["form"] = severForm(found, shown, words)
        if found.mayCompare {
            values["compare"] = compared.merging(["action": "\(address)#compare-title"]) { $1 }
                .merging(["other": call.query["other"].map(BoardView.cut) ?? ""]) { $1 }
        }
        let backLead = found.maySever ? lead.id : nil
        values.merge(
            severances(found.severances, backLead: backLead, maySever: found.maySever, words)
        ) { $1 }
        if let done = call.query["done"], ["sever", "take-back"].contains(done) {
            values["done"] = words("done-\(done)")
        }
        var all = try await frame(call, titleKey: "actor-open", values)
        if call.request.method == .post {
            all["other"] = base(language: call.language, address: address)["other"]
        }
        return page("actor", all, status: status)
    }

    /// Steps that show at once; the rest is folded away.
    private static let stepsOpenMax = 20

    private func steps(
        _ evidence: ActorEvidence, _ found: ActorPage, _ shown: ActorFrame, _ words: Words
    ) -> PageValues {
        let telling = EvidenceTelling(words: words)
        let address = Self.actorAddress(found.lead.lead.id)
        let rows = evidence.steps.enumerated().map { place, step in
            var row = telling.row(step.step, number: place + 1)
            row["behind"] = Telling.count(step.behind)
            if step.records > 1 {
                row["alike"] = words("step-alike", ["n": Telling.count(step.records)])
            }
            row["isChosen"] = shown.step == place
            if found.maySever { row["sever"] = "\(address)?step=\(place + 1)#part" }
            return row
        }
        var values: PageValues = [
            "title": words("chain-title", ["n": Telling.count(evidence.total)]),
            "rows": Array(rows.prefix(Self.stepsOpenMax)),
            "hasBehind": true, "maySever": found.maySever,
        ]
        if rows.count > Self.stepsOpenMax {
            values["rest"] =
                [
                    "title": words(
                        "steps-rest", ["n": Telling.count(rows.count - Self.stepsOpenMax)]),
                    "rows": Array(rows.dropFirst(Self.stepsOpenMax)),
                    "isOpen": shown.step.map { $0 >= Self.stepsOpenMax } ?? false,
                ] as PageValues
        }
        if evidence.total > evidence.steps.count {
            values["more"] = words(
                "steps-more", ["n": Telling.count(evidence.total - evidence.steps.count)])
        }
        return values
    }

    /// The form of the chosen step; nil where there is none, or who looks may not part.
    private func severForm(
        _ found: ActorPage, _ shown: ActorFrame, _ words: Words
    ) -> PageValues? {
        guard found.maySever, let evidence = found.evidence, let place = shown.step,
            evidence.steps.indices.contains(place)
        else { return nil }
        let telling = EvidenceTelling(words: words)
        let step = evidence.steps[place]
        let address = Self.actorAddress(found.lead.lead.id)
        var values: PageValues = [
            "title": words("sever-form-title", ["n": "\(place + 1)"]),
            "said": words(
                "sever-said",
                [
                    "left": telling.record(step.step.left),
                    "right": telling.record(step.step.right),
                    "evidence": telling.evidence(step.step.evidence),
                    "behind": Telling.count(step.behind),
                ]),
            "action": "\(address)/sever", "cancel": address, "step": "\(place)",
            "linking": "\(evidence.linking)", "typed": shown.typed,
        ]
        values["identifier"] = step.step.identifier.map {
            words("sever-identifier", ["value": telling.identifier($0)])
        }
        return values
    }

    private func comparison(
        _ lead: ID<Lead>, _ other: String, _ call: Call
    ) async throws -> PageValues {
        let words = words(call.language)
        let telling = EvidenceTelling(words: words)
        let found: Comparison
        do {
            found = try await desk.compare(lead: lead, with: other, as: try call.principal())
        } catch CaseworkError.recordNotFound {
            return ["missing": words("refused-record-text")]
        }
        let which = found.actor.map { actor in
            words(
                "compare-actor",
                [
                    "record": telling.record(found.record), "actor": actor.text,
                    "n": Telling.count(found.records),
                ])
        }
        var answer: PageValues = [
            "heading": words(found.reasons == [.areOne] ? "compare-one" : "compare-apart"),
            "which": which
                ?? words("compare-record", ["record": telling.record(found.record)]),
            "reasons": found.reasons.map { telling.reason($0) },
        ]
        if !found.chain.isEmpty {
            answer["chain"] =
                [
                    "rows": found.chain.enumerated().map { telling.row($1, number: $0 + 1) },
                    "hasBehind": false, "maySever": false,
                ] as PageValues
        }
        return ["answer": answer]
    }

    /// Parts a step; what cannot be done shows the evidence again with the reason typed.
    func sever(_ call: Call) async throws -> Response {
        let id = try leadID(call)
        let principal = try call.principal()
        let reason = call.form["reason"] ?? ""
        let step = call.form["step"].flatMap(Int.init)
        guard let kind = call.form["kind"].flatMap(SeveranceRequest.Kind.init) else {
            throw Refusal(.badRequest, "request", detail: "The form says not what to part.")
        }
        do throws(any Error) {
            guard let step, let linking = call.form["linking"].flatMap(Int.init) else {
                throw CaseworkError.linkingChanged
            }
            try await desk.sever(
                SeveranceRequest(step: step, kind: kind, reason: reason, linking: linking),
                lead: id, as: principal)
            return .seeOther("\(Self.actorAddress(id))?done=sever")
        } catch let error as CaseworkError {
            guard error == .linkingChanged || error == .reasonMissing || error == .cannotPart
            else { throw error }
            let refusal = Refusal(error)
            var shown = ActorFrame(
                refusal: words(call.language)("refused-\(refusal.key)-text"))
            // After another linking the step's number names another step.
            if error == .linkingChanged {
                shown.kept = reason.isEmpty ? nil : reason
            } else {
                (shown.step, shown.typed) = (step, reason)
            }
            return try await actorPage(
                try await desk.actor(of: id, as: principal), shown, call, status: refusal.status)
        }
    }
}
