import Casework
import Hummingbird
import Primitives
import Records
import Screening

extension WebSite {
    /// Rows that one list of a review shows; the rest is counted.
    private static let reviewRowsMax = 200
    /// Bytes of a text whose verdict would change.
    private static let sampleBytesMax = 400

    /// A proposal in one line of the history.
    func proposalRow(_ proposal: LexiconProposal, _ telling: Telling) -> PageValues {
        let words = telling.words
        let extent = proposal.extent
        let state = proposal.decision?.outcome.rawValue ?? "waiting"
        var values: PageValues = [
            "name": proposal.name, "by": proposal.byName, "time": time(proposal.at, telling),
            "address": "/lexicon/proposals/\(FormFields.encoded(proposal.id.text))",
            "digest": StableHash.hex(proposal.digest), "terms": Telling.count(proposal.terms),
            "state": state, "stateName": words("proposal-\(state)"),
            "extent": words(
                "lexicon-extent",
                [
                    "added": Telling.count(extent.added), "removed": Telling.count(extent.removed),
                    "changed": Telling.count(extent.changed),
                ]),
        ]
        if !proposal.note.isEmpty { values["note"] = proposal.note }
        values["decision"] = proposal.decision.map { decision($0, telling) }
        return values
    }

    func decision(_ decision: LexiconProposal.Decision, _ telling: Telling) -> PageValues {
        [
            "by": decision.byName, "time": time(decision.at, telling), "reason": decision.reason,
            "outcome": telling.words("proposal-\(decision.outcome.rawValue)"),
        ]
    }

    /// What a lexicon would change.
    func review(_ review: LexiconReview, _ words: Words) -> PageValues {
        let changes = review.changes
        func list<Item>(
            _ name: String, _ items: [Item], _ show: (Item) -> PageValues
        ) -> PageValues {
            var values: PageValues = [
                "title": words("lexicon-\(name)", ["n": Telling.count(items.count)]),
                "rows": items.prefix(Self.reviewRowsMax).map(show),
            ]
            if items.count > Self.reviewRowsMax {
                values["more"] = words(
                    "lexicon-more", ["n": Telling.count(items.count - Self.reviewRowsMax)])
            }
            return values
        }
        var values: PageValues = [
            "extent": words(
                "lexicon-extent",
                [
                    "added": Telling.count(changes.added.count),
                    "removed": Telling.count(changes.removed.count),
                    "changed": Telling.count(changes.changed.count),
                ]),
            "verdicts": verdicts(review, words),
        ]
        if !changes.added.isEmpty {
            values["added"] = list("added", changes.added) { entryRow($0, words) }
        }
        if !changes.removed.isEmpty {
            values["removed"] = list("removed", changes.removed) { entryRow($0, words) }
        }
        if !changes.changed.isEmpty {
            values["changed"] = list("changed", changes.changed) { change($0, words) }
        }
        // Lines are those of an upload; a kept proposal has none.
        values["hasLines"] = (review.faults + review.standing).contains { $0.line > 0 }
        values["checks"] = list("checks", review.faults) { fault($0, words) }
        values["hasChecks"] = !review.faults.isEmpty
        if !review.standing.isEmpty {
            values["standing"] = list("standing", review.standing) { fault($0, words) }
        }
        return values
    }

    private func change(_ change: LexiconChanges.Change, _ words: Words) -> PageValues {
        let (old, new) = (change.old.cells, change.new.cells)
        return [
            "term": change.new.term,
            "fields": Lexicon.header.indices.filter { change.fields.contains(Lexicon.header[$0]) }
                .map { column -> PageValues in
                    [
                        "name": words("lexicon-column-\(Lexicon.header[column])"),
                        "old": old[column], "new": new[column],
                    ]
                },
        ]
    }

    private func verdicts(_ review: LexiconReview, _ words: Words) -> PageValues {
        [
            "title": words(
                "lexicon-verdicts",
                ["n": Telling.count(review.verdictsChanged), "of": Telling.count(review.tried)]),
            "isNone": review.verdicts.isEmpty,
            "rows": review.verdicts.map { change -> PageValues in
                let text = MarkedPieces(change.sample.text, reasons: [])
                    .shortened(to: Self.sampleBytesMax)
                return [
                    "id": change.sample.id, "kind": words("kind-\(change.sample.kind.rawValue)"),
                    "pieces": pieces(text, words),
                    "before": chip(change.before, change.scoreBefore, words),
                    "after": chip(change.after, change.scoreAfter, words),
                ]
            },
        ]
    }

    private func chip(_ advice: Advice, _ score: Bits, _ words: Words) -> PageValues {
        [
            "advice": advice.rawValue, "adviceName": words("advice-\(advice.rawValue)"),
            "chance": Telling.percent(score.probability),
        ]
    }

    /// A fault with its line, its term and its column, in words.
    func fault(_ fault: LexiconFault, _ words: Words) -> PageValues {
        var values: PageValues = [
            "term": fault.term, "code": fault.code.rawValue, "line": "–",
            "text": words("lexicon-fault-\(fault.code.rawValue)", fault.values),
        ]
        if fault.line > 0 { values["line"] = Telling.count(fault.line) }
        if !fault.field.isEmpty {
            // A field that is no column of ours comes from a broken file and is shown as it is.
            values["field"] =
                Lexicon.header.contains(fault.field)
                ? words("lexicon-column-\(fault.field)") : fault.field
        }
        return values
    }
}
