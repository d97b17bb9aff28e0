import Casework
import Foundation
import Hummingbird
import Primitives
import Records
import Screening

extension WebSite {
    /// The form that proposes a lexicon.
    func lexiconForm(_ call: Call) async throws -> Response {
        let found = try await desk.lexicon(LexiconQuery(), as: try call.principal())
        return try await lexiconForm(call, ["newName": found.nextName], found.inUse, status: .ok)
    }

    private func lexiconForm(
        _ call: Call, _ values: PageValues, _ inUse: LexiconName, status: HTTPResponse.Status
    ) async throws -> Response {
        let empty: PageValues = ["name": inUse.name, "note": "", "text": ""]
        var all = try await frame(
            call, titleKey: "lexicon-propose-title", empty.merging(values) { $1 })
        // The form's own address takes no GET.
        all["other"] = base(language: call.language, address: "/lexicon/propose")["other"]
        return page("lexicon-propose", all, status: status)
    }

    /// Keeps what was sent as a proposal and shows it, or says what is wrong with it.
    func proposeLexicon(_ call: Call) async throws -> Response {
        let principal = try call.principal()
        let form = call.form
        let pasted = form.all("text").first ?? ""
        let hasText = form["text"] != nil
        let file = form.file("file")
        var typed: PageValues = [
            "newName": form["name"] ?? "", "note": form["note"] ?? "", "text": pasted,
        ]
        let words = words(call.language)
        let bytes = file?.bytes ?? Array(pasted.utf8)
        var problem: String?
        if file == nil, !hasText { problem = "lexicon-refused-nothing" }
        if file != nil, hasText { problem = "lexicon-refused-both" }
        if bytes.count > Limits.lexiconFileBytesMax { problem = "lexicon-refused-large" }
        if let problem {
            typed["refusal"] = words(problem)
            let found = try await desk.lexicon(LexiconQuery(), as: principal)
            return try await lexiconForm(call, typed, found.inUse, status: .unprocessableContent)
        }
        let outcome = try await desk.proposeLexicon(
            bytes, name: form["name"] ?? "", note: form["note"] ?? "", as: principal)
        switch outcome {
        case .stored(let id):
            return .seeOther("/lexicon/proposals/\(FormFields.encoded(id.text))?done=propose")
        case .refused(let refusal):
            typed.merge(refused(refusal, words)) { $1 }
            let found = try await desk.lexicon(LexiconQuery(), as: principal)
            return try await lexiconForm(call, typed, found.inUse, status: .unprocessableContent)
        }
    }

    private func refused(_ refusal: LexiconRefusal, _ words: Words) -> PageValues {
        let text =
            switch refusal.cause {
            case .unreadable(let why): words("lexicon-refused-unreadable", ["reason": why])
            case .name: words("lexicon-refused-name")
            case .nameTaken: words("lexicon-refused-name-taken")
            case .note: words("step-note-long")
            case .empty: words("lexicon-refused-empty")
            case .rows: words("lexicon-refused-rows")
            case .same: words("lexicon-refused-same")
            }
        var values: PageValues = ["refusal": text]
        if !refusal.faults.isEmpty {
            var faults: PageValues = [
                "hasLines": true,
                "rows": refusal.faults.prefix(Self.faultsMax).map { fault($0, words) },
                "count": words(
                    "lexicon-tally",
                    [
                        "read": Telling.count(refusal.read),
                        "accepted": Telling.count(refusal.accepted),
                        "rejected": Telling.count(refusal.read - refusal.accepted),
                    ]),
            ]
            if refusal.faults.count > Self.faultsMax {
                faults["more"] = words(
                    "lexicon-more",
                    ["n": Telling.count(refusal.faults.count - Self.faultsMax)])
            }
            values["faults"] = faults
        }
        values["review"] = refusal.review.map { review($0, words) }
        return values
    }

    /// Faults of rows that a page lists; the rest is counted.
    private static let faultsMax = 500

    /// One proposal: what it would change, and the form that decides it.
    func lexiconProposal(_ call: Call) async throws -> Response {
        let id = try proposalID(call)
        let detail = try await desk.lexiconProposal(id, as: try call.principal())
        return try await proposalPage(detail, call, typed: "", refusal: nil, status: .ok)
    }

    private func proposalPage(
        _ detail: LexiconProposalDetail, _ call: Call, typed: String, refusal: String?,
        status: HTTPResponse.Status
    ) async throws -> Response {
        let words = words(call.language)
        let telling = Telling(words: words, now: now())
        var values = proposalRow(detail.proposal, telling)
        let address = values["address"] as? String ?? "/lexicon"
        values["inUse"] = detail.inUse.name
        values["base"] = StableHash.hex(detail.inUse.digest)
        values["mayAdopt"] = detail.mayAdopt
        values["mayDecline"] = detail.mayDecline
        values["isOwn"] = detail.mayDecline && !detail.mayAdopt
        values["reasonTyped"] = typed
        values["refusal"] = refusal
        values["isMoved"] =
            detail.review != nil && detail.proposal.base != detail.inUse.digest
        values["review"] = detail.review.map { review($0, words) }
        if call.query["done"] == "propose", detail.proposal.decision == nil {
            values["done"] = words("lexicon-done-propose")
        }
        values["title"] = words("lexicon-proposal-title", ["name": detail.proposal.name])
        var all = try await frame(call, titleKey: "lexicon-title", values)
        all["other"] = base(language: call.language, address: address)["other"]
        return page("lexicon-proposal", all, status: status)
    }

    /// Adopts or declines; what cannot be done shows the proposal again with the reason typed.
    func decideLexicon(_ call: Call) async throws -> Response {
        let id = try proposalID(call)
        let outcomes: [String: LexiconProposal.Outcome] = [
            "adopt": .adopted, "decline": .declined,
        ]
        let name = call.parameters.get("decision") ?? ""
        guard let outcome = outcomes[name] else { throw Refusal.notFound }
        let principal = try call.principal()
        let reason = call.form["reason"] ?? ""
        do throws(any Error) {
            guard let base = call.form["base"].flatMap({ UInt64($0, radix: 16) }) else {
                throw CaseworkError.lexiconChanged
            }
            try await desk.decideLexicon(id, outcome, base: base, reason: reason, as: principal)
            return .seeOther("/lexicon?done=\(name)")
        } catch let error as CaseworkError {
            let refusal = Refusal(error)
            guard error == .lexiconChanged || error == .reasonMissing || error == .ownProposal
            else { throw error }
            let detail = try await desk.lexiconProposal(id, as: principal)
            return try await proposalPage(
                detail, call, typed: reason,
                refusal: words(call.language)("refused-\(refusal.key)-text"),
                status: refusal.status)
        }
    }

    /// The proposal that an address names.
    ///
    /// - Throws: `Refusal` where the address is no id.
    private func proposalID(_ call: Call) throws -> ID<LexiconProposal> {
        let encoded = call.parameters.get("id") ?? ""
        guard let id = encoded.removingPercentEncoding, !id.isEmpty,
            id.utf8.count <= Limits.idBytesMax
        else { throw Refusal(CaseworkError.proposalNotFound("")) }
        return ID(id)
    }
}
