import Foundation
import Casework
import Hummingbird
import Primitives
import Records

/// How a lead is shown: alone or beside the board, after which step, with which form unfinished.
struct LeadFrame {
    /// The board it is shown beside; nil on its own page.
    var view: BoardView?
    /// The step that was just taken.
    var done: String?
    /// A step that was refused, with what had been typed.
    var unfinished: UnfinishedStep?
    /// The size of the journal before it was read; nil for a page that is not live.
    var liveFrom: Int?
    /// Whether the persons' identifiers show in clear.
    var isUnmasked = false
    /// The key of the words why they do not.
    var unmaskRefusal: String?
    /// Whether a second person may be asked for it.
    var mayAskUnmask = false
}

extension WebSite {
    func leadPage(_ call: Call) async throws -> Response {
        let principal = try call.principal()
        let liveFrom = try await desk.leadChanges(after: nil, as: principal).upTo
        let detail = try await desk.lead(try leadID(call), as: principal)
        let shown = LeadFrame(done: call.query["done"], liveFrom: liveFrom)
        return try await leadPage(detail, shown, call, status: .ok)
    }

    func leadPage(
        _ detail: LeadDetail, _ shown: LeadFrame, _ call: Call, status: HTTPResponse.Status
    ) async throws -> Response {
        let title = words(call.language)(
            "lead-page-title", ["actor": detail.summary.actorName])
        var values: PageValues = ["lead": lead(detail, shown, call), "title": title]
        values["liveFrom"] = shown.liveFrom.map { "\($0)" }
        if let view = shown.view { values["back"] = view.address }
        var all = try await frame(call, titleKey: "lead-title", values)
        // After a refused form the address is the form's; a reader comes back to the lead.
        let address = "/leads/\(FormFields.encoded(detail.summary.lead.id.text))"
        all["other"] = base(language: call.language, address: address)["other"]
        return page("lead-page", all, status: status)
    }

    /// The lead alone, for the place beside the board.
    func leadPane(_ call: Call) async throws -> Response {
        let detail = try await desk.lead(try leadID(call), as: try call.principal())
        let view = FormFields(encoded: (call.query["view"] ?? "").utf8).map(BoardView.init)
        let shown = LeadFrame(view: view ?? BoardView(FormFields()))
        let values = try await frame(
            call, titleKey: "lead-title", ["lead": lead(detail, shown, call)])
        return page("lead-pane", values)
    }

    /// The lead that an address names.
    ///
    /// - Throws: `Refusal` where the address is no id.
    func leadID(_ call: Call) throws -> ID<Lead> {
        let encoded = call.parameters.get("id") ?? ""
        guard let id = encoded.removingPercentEncoding, !id.isEmpty,
            id.utf8.count <= Limits.idBytesMax
        else { throw Refusal(CaseworkError.leadNotFound("")) }
        return ID(id)
    }

    func lead(_ detail: LeadDetail, _ shown: LeadFrame, _ call: Call) -> PageValues {
        let words = words(call.language)
        let telling = Telling(words: words, now: now())
        var values = head(detail.summary, words)
        values.merge(reasons(detail, words)) { $1 }
        let texts = detail.listings.map { text($0, telling) }
        let parcels = detail.waybills.map { parcel($0, telling) }
        values["texts"] = Array(texts.prefix(Self.recordsOpenMax))
        values["parcels"] = Array(parcels.prefix(Self.recordsOpenMax))
        values["moreTexts"] = more(texts, "texts-more", words)
        values["moreParcels"] = more(parcels, "parcels-more", words)
        values.merge(actor(detail, words)) { $1 }
        values["history"] = detail.history.map { event($0, telling) }
        values.merge(steps(detail, shown, telling)) { $1 }
        values["isAlone"] = shown.view == nil
        values["unmask"] = unmaskForm(detail.summary.lead.id, shown, call)
        values["isUnmasked"] = shown.isUnmasked
        values["view"] = shown.view?.fields.encoded
        values["closeAddress"] = shown.view?.with { _ in }.address
        if let done = shown.done, Self.stepNames.contains(done) {
            values["done"] = words("done-\(done)")
        }
        values["shownListings"] = words(
            "texts-shown",
            ["shown": "\(detail.listings.count)", "total": "\(detail.summary.listings)"])
        values["shownWaybills"] = words(
            "parcels-shown",
            ["shown": "\(detail.waybills.count)", "total": "\(detail.summary.waybills)"])
        values["hasTexts"] = !detail.listings.isEmpty
        values["hasParcels"] = !detail.waybills.isEmpty
        values["models"] = Set(
            detail.listings.map(\.verdict.model) + detail.waybills.map(\.verdict.model)
        ).sorted().joined(separator: ", ")
        return values
    }

    /// Records of a kind that show at once; the rest is folded away, so that the page can be seen
    /// whole.
    private static let recordsOpenMax = 5

    /// The rest of a list under one line that says how much it is; nil where there is no rest.
    private func more(_ all: [PageValues], _ key: String, _ words: Words) -> PageValues? {
        guard all.count > Self.recordsOpenMax else { return nil }
        let rest = Array(all.dropFirst(Self.recordsOpenMax))
        return ["title": words(key, ["n": "\(rest.count)"]), "records": rest]
    }

    /// The evidence in words, and the same as the rows of the waterfall.
    private func reasons(_ detail: LeadDetail, _ words: Words) -> PageValues {
        let lead = detail.summary.lead
        let telling = EvidenceWords(words: words)
        let shown = Set(detail.listings.map { RecordRef.listing($0.listing.id) })
            .union(detail.waybills.map { RecordRef.waybill($0.waybill.number) })
        let sorted = lead.evidence.sorted {
            (abs($0.weight.value), $1.kind.rawValue) > (abs($1.weight.value), $0.kind.rawValue)
        }
        let items: [PageValues] = sorted.map { item in
            let anchor = item.records.first { shown.contains($0) }
            var values: PageValues = [
                "text": telling.sentence(item), "name": telling.name(item.kind),
                "weight": Telling.weight(item.weight), "speaksFor": item.weight > .zero,
                "facts": telling.otherFacts(item),
                "value": "\(item.weight.value)",
            ]
            if abs(item.uncapped.value) > abs(item.weight.value) + 0.05 {
                values["capped"] = words(
                    "evidence-capped", ["bits": Telling.weight(item.uncapped)])
            }
            values["anchor"] = anchor.map(Self.anchor)
            return values
        }
        return [
            "evidence": items,
            "prior": Telling.decimal(lead.prior.value, 1), "priorValue": "\(lead.prior.value)",
            "scoreValue": "\(lead.score.value)",
            "waterfallTitle": words(
                "waterfall-title",
                [
                    "prior": Telling.percent(lead.prior.probability),
                    "count": "\(lead.evidence.count)",
                    "probability": Telling.percent(lead.score.probability),
                ]),
        ]
    }

    /// The id of a record's element on the lead's page.
    static func anchor(_ record: RecordRef) -> String {
        "r-\(StableHash.hex(StableHash.of(record.text)))"
    }

    private func event(_ event: LeadEvent, _ telling: Telling) -> PageValues {
        let words = telling.words
        var values: PageValues = [
            "time": time(event.at, telling), "by": event.by, "step": words("event-\(event.step)"),
            "to": state(event.to, words),
        ]
        if !event.note.isEmpty { values["note"] = event.note }
        if let from = event.from, from != event.to { values["from"] = state(from, words) }
        values["outcome"] = event.outcome.map { words("outcome-\($0.rawValue)") }
        return values
    }
}
