import Casework
import Linkage
import Records

/// `LinkingSummary` in its stored form.
struct SummaryColumn: Codable {
    private struct NameColumn: Codable {
        let names: String
        let m: Double
        let u: Double
        let agreeing: Double
        let differing: Double?
    }

    private struct WeightsColumn: Codable {
        let shared: String
        let share: Double
        let names: [NameColumn]
    }

    private struct GenericColumn: Codable {
        let identifier: String
        let limit: String
        let records: Int
        let accounts: Int
        let names: Int
        let addresses: Int
        let phones: Int
    }

    private struct BucketColumn: Codable {
        let from: Int
        let to: Int?
        let senders: Int
        let merged: Int
        let expectedFalse: Double

        init(_ bucket: LinkingSummary.NameBucket) {
            from = bucket.from
            to = bucket.to
            senders = bucket.senders
            merged = bucket.merged
            expectedFalse = bucket.expectedFalse
        }

        var bucket: LinkingSummary.NameBucket {
            LinkingSummary.NameBucket(
                from: from, to: to, senders: senders, merged: merged, expectedFalse: expectedFalse)
        }
    }

    private let records: Int
    private let recordsWithoutActor: Int
    private let actors: Int
    private let merged: Int
    private let weights: [WeightsColumn]
    /// By name of the limit.
    private let limits: [String: Int]
    private let generic: [GenericColumn]
    private let genericTotal: Int
    private let largest: [BondColumn]
    private let doubtful: [BondColumn]
    private let doubtfulTotal: Int
    private let expectedFalse: Double
    private let byLength: [BucketColumn]
    private let byFrequency: [BucketColumn]

    init(_ summary: LinkingSummary) {
        records = summary.records
        recordsWithoutActor = summary.recordsWithoutActor
        actors = summary.actors
        merged = summary.merged
        weights = summary.weights.map { weights in
            WeightsColumn(
                shared: weights.shared, share: weights.share,
                names: weights.names.map {
                    NameColumn(
                        names: $0.names, m: $0.m, u: $0.u, agreeing: $0.bitsAgreeing,
                        differing: $0.bitsDiffering)
                })
        }
        limits = Dictionary(
            uniqueKeysWithValues: GenericLimit.allCases.map {
                ($0.rawValue, summary.policy.value(of: $0))
            })
        generic = summary.generic.map { found in
            GenericColumn(
                identifier: found.counted.identifier.text, limit: found.limit.rawValue,
                records: found.counted.records, accounts: found.counted.accounts,
                names: found.counted.names, addresses: found.counted.addresses,
                phones: found.counted.phones)
        }
        genericTotal = summary.genericTotal
        largest = summary.largest.map(BondColumn.init)
        doubtful = summary.doubtful.map(BondColumn.init)
        doubtfulTotal = summary.doubtfulTotal
        expectedFalse = summary.expectedFalse
        byLength = summary.byLength.map(BucketColumn.init)
        byFrequency = summary.byFrequency.map(BucketColumn.init)
    }

    var summary: LinkingSummary {
        var summary = LinkingSummary()
        summary.records = records
        summary.recordsWithoutActor = recordsWithoutActor
        summary.actors = actors
        summary.merged = merged
        summary.weights = weights.map { weights in
            LinkingSummary.Weights(
                shared: weights.shared, share: weights.share,
                names: weights.names.map {
                    LinkingSummary.NameWeight(
                        names: $0.names, m: $0.m, u: $0.u, bitsAgreeing: $0.agreeing,
                        bitsDiffering: $0.differing)
                })
        }
        summary.policy = policy
        summary.generic = generic.compactMap { column in
            guard let identifier = Identifier(stored: column.identifier),
                let limit = GenericLimit(rawValue: column.limit)
            else { return nil }
            return LinkingSummary.Generic(
                counted: GenericIdentifier(
                    identifier: identifier, records: column.records, accounts: column.accounts,
                    names: column.names, addresses: column.addresses, phones: column.phones),
                limit: limit)
        }
        summary.genericTotal = genericTotal
        summary.largest = largest.map(\.bond)
        summary.doubtful = doubtful.map(\.bond)
        summary.doubtfulTotal = doubtfulTotal
        summary.expectedFalse = expectedFalse
        summary.byLength = byLength.map(\.bucket)
        summary.byFrequency = byFrequency.map(\.bucket)
        return summary
    }

    private var policy: LinkPolicy {
        func value(_ limit: GenericLimit, _ shipped: Int) -> Int {
            limits[limit.rawValue] ?? shipped
        }
        let shipped = LinkPolicy()
        return LinkPolicy(
            recordsMax: value(.records, shipped.recordsMax),
            accountsMax: value(.accounts, shipped.accountsMax),
            namesMax: value(.names, shipped.namesMax),
            placesMax: value(.places, shipped.placesMax),
            phonesMax: value(.phones, shipped.phonesMax))
    }
}
