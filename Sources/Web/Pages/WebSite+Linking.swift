import Casework
import Foundation
import Hummingbird
import Linkage
import Primitives
import Records

extension WebSite {
    /// What the last linking did: whom it made one, by what, how sure.
    func linkingPage(_ call: Call) async throws -> Response {
        let found = try await desk.linking(as: try call.principal())
        return try await linkingPage(found, call, refusal: nil, status: .ok)
    }

    private func linkingPage(
        _ found: LinkingPage, _ call: Call, refusal: String?, status: HTTPResponse.Status
    ) async throws -> Response {
        let words = words(call.language)
        var values: PageValues = ["hasLinking": found.linking != nil]
        values["refusal"] = refusal
        values["linking"] = found.linking.map { linking($0, found, words) }
        values.merge(
            severances(found.severances, backLead: nil, maySever: found.maySever, words)
        ) { $1 }
        if call.query["done"] == "take-back" { values["done"] = words("done-take-back") }
        var all = try await frame(call, titleKey: "linking-title", values)
        if call.request.method == .post {
            all["other"] = base(language: call.language, address: "/linking")["other"]
        }
        return page("linking", all, status: status)
    }

    private func linking(
        _ linking: StoredLinking, _ found: LinkingPage, _ words: Words
    ) -> PageValues {
        let summary = linking.summary
        let telling = Telling(words: words, now: now())
        var values: PageValues = [
            "time": time(linking.at, telling), "records": Telling.count(summary.records),
            "actors": Telling.count(summary.actors), "merged": Telling.count(summary.merged),
            "alone": Telling.count(summary.recordsWithoutActor),
            "doubtfulTotal": Telling.count(summary.doubtfulTotal),
            "expected": words(
                "linking-expected-of",
                [
                    "n": Telling.decimal(summary.expectedFalse, 1),
                    "total": Telling.count(summary.merged),
                ]),
            "doubtfulTitle": words(
                "linking-doubtful-title", ["n": Telling.count(summary.doubtfulTotal)]),
            "largest": ["rows": bonds(summary.largest, found.leads, words)] as PageValues,
            "hasWeights": !summary.weights.isEmpty,
            "weights": summary.weights.map { weights($0, words) },
            "hasNames": !summary.byLength.isEmpty,
            "byLength": buckets(summary.byLength, "length", words),
            "byFrequency": buckets(summary.byFrequency, "frequency", words),
            "limits": limits(summary.policy, words),
        ]
        if !summary.doubtful.isEmpty {
            values["doubtful"] =
                ["rows": bonds(summary.doubtful, found.leads, words)] as PageValues
        }
        values.merge(generic(summary, words)) { $1 }
        return values
    }

    private func bonds(
        _ bonds: [ActorBond], _ leads: [ID<Actor>: ID<Lead>], _ words: Words
    ) -> [PageValues] {
        let telling = EvidenceTelling(words: words)
        return bonds.map { bond in
            var values = telling.bond(bond)
            values["lead"] = leads[bond.actor].map { Self.actorAddress($0) }
            return values
        }
    }

    private func weights(_ weights: LinkingSummary.Weights, _ words: Words) -> PageValues {
        [
            "title": words(
                "weights-shared-\(weights.shared)",
                ["share": Telling.percent(weights.share)]),
            "rows": weights.names.map { name -> PageValues in
                [
                    "names": words("weights-names-\(name.names)"),
                    // Aliases weigh by how rarely strangers share one, never against.
                    "m": name.bitsDiffering == nil ? "–" : Telling.percent(name.m),
                    "u": name.bitsDiffering == nil ? "–" : Telling.percent(name.u),
                    "agreeing": Telling.weight(Bits(name.bitsAgreeing)),
                    "differing": name.bitsDiffering.map { Telling.weight(Bits($0)) } ?? "–",
                ]
            },
        ]
    }

    private func buckets(
        _ buckets: [LinkingSummary.NameBucket], _ by: String, _ words: Words
    ) -> PageValues {
        [
            "by": words("fair-by-\(by)"),
            "rows": buckets.map { bucket -> PageValues in
                var range = "\(Telling.count(bucket.from))"
                if let to = bucket.to, to > bucket.from { range += "–\(Telling.count(to))" }
                if bucket.to == nil { range = words("fair-or-more", ["n": range]) }
                let merged = Double(bucket.merged) / Double(max(1, bucket.senders))
                let rate = bucket.expectedFalse / Double(max(1, bucket.merged))
                return [
                    "name": words("fair-\(by)", ["range": range]),
                    "senders": Telling.count(bucket.senders),
                    "merged": words(
                        "fair-of",
                        [
                            "n": Telling.count(bucket.merged),
                            "share": "\(Telling.decimal(merged * 100, 1))%",
                        ]),
                    "rate": bucket.merged == 0 ? "–" : "\(Telling.decimal(rate * 100, 2))%",
                ]
            },
        ]
    }

    private func generic(_ summary: LinkingSummary, _ words: Words) -> PageValues {
        let telling = EvidenceTelling(words: words)
        var values: PageValues = [
            "genericTitle": words("generic-title", ["n": Telling.count(summary.genericTotal)]),
            "hasGeneric": !summary.generic.isEmpty,
            "generic": summary.generic.map { found -> PageValues in
                let counted = found.counted
                return [
                    "kind": words("identifier-\(counted.identifier.kind.rawValue)"),
                    "value": Masking.identifier(counted.identifier),
                    "limit": telling.limit(found.limit, summary.policy),
                    "records": Telling.count(counted.records),
                    "accounts": Telling.count(counted.accounts),
                    "names": Telling.count(counted.names),
                    "addresses": Telling.count(counted.addresses),
                    "phones": Telling.count(counted.phones),
                ]
            },
        ]
        if summary.genericTotal > summary.generic.count {
            values["genericMore"] = words(
                "generic-more",
                ["n": Telling.count(summary.genericTotal - summary.generic.count)])
        }
        return values
    }

    /// Every limit of the linking with where it comes from.
    private func limits(_ policy: LinkPolicy, _ words: Words) -> [PageValues] {
        var rows: [PageValues] = GenericLimit.allCases.map { limit in
            [
                "what": words("limit-name-\(limit.rawValue)"),
                "value": Telling.count(policy.value(of: limit)),
                "why": words("limit-why-\(limit.rawValue)"),
            ]
        }
        let bits = [("floor", LinkPolicy.floor.value), ("firm", ActorBond.firmBits)]
        for (name, value) in bits {
            rows.append([
                "what": words("limit-name-\(name)"), "value": "\(Telling.decimal(value, 0)) bit",
                "why": words("limit-why-\(name)"),
            ])
        }
        return rows
    }

    /// What people parted, with the forms that take it back.
    func severances(
        _ severances: [StoredSeverance], backLead: ID<Lead>?, maySever: Bool, _ words: Words
    ) -> PageValues {
        let telling = Telling(words: words, now: now())
        let evidence = EvidenceTelling(words: words)
        let rows = severances.map { severance -> PageValues in
            var values: PageValues = [
                "time": time(severance.at, telling), "what": evidence.severance(severance.what),
                "by": severance.byName, "reason": severance.reason,
                "state": words(severance.end == nil ? "severance-stands" : "severance-ended"),
            ]
            if backLead == nil { values["lead"] = Self.actorAddress(severance.lead) }
            values["end"] = severance.end.map { end -> PageValues in
                [
                    "text": words("severance-end", ["by": end.byName]),
                    "time": time(end.at, telling), "reason": end.reason,
                ]
            }
            if severance.end == nil, maySever {
                let id = FormFields.encoded(severance.id.text)
                values["takeBack"] = "/linking/severances/\(id)/take-back"
                values["backLead"] = backLead?.text
            }
            return values
        }
        return ["severances": rows, "hasSeverances": !rows.isEmpty]
    }

    /// Takes a parting back and returns to where its form was.
    func takeBackSeverance(_ call: Call) async throws -> Response {
        let encoded = call.parameters.get("id") ?? ""
        guard let id = encoded.removingPercentEncoding, !id.isEmpty,
            id.utf8.count <= Limits.idBytesMax
        else { throw Refusal(CaseworkError.severanceNotFound("")) }
        let principal = try call.principal()
        do {
            try await desk.takeBack(ID(id), reason: call.form["reason"] ?? "", as: principal)
        } catch CaseworkError.reasonMissing {
            return try await linkingPage(
                try await desk.linking(as: principal), call,
                refusal: words(call.language)("refused-reason-text"),
                status: .unprocessableContent)
        }
        let lead = call.form["lead"].map { Self.actorAddress(ID($0)) }
        return .seeOther("\(lead ?? "/linking")?done=take-back")
    }
}
