import Primitives

/// Whether people of some names are merged more often, or more often wrongly, than others.
package struct FairnessReport: Sendable, Equatable {
    /// Records whose values are alike in length or frequency.
    package struct Bucket: Sendable, Equatable {
        /// `2 characters`, `10-31 records`.
        package let name: String
        package var records = 0
        /// Records in a cluster of two or more.
        package var merged = 0
        /// Expected number of those whose cluster joins two entities, by the clusters' own rates.
        package var expectedFalse = 0.0
        /// Records with a label.
        package var labelled = 0
        /// Of those, records in a cluster with another entity's.
        package var wrong = 0

        package var mergedShare: Double { Double(merged) / Double(max(1, records)) }
        /// Of the merged records.
        package var falseMergeRate: Double { expectedFalse / Double(max(1, merged)) }
        /// Of the labelled records.
        package var wrongShare: Double { Double(wrong) / Double(max(1, labelled)) }
    }

    package let column: String
    package let byLength: [Bucket]
    package let byFrequency: [Bucket]
}

extension RecordLinkage {
    /// Lower bounds of the buckets: characters of a value, and records that have it.
    private static let lengths = [1, 2, 3, 4, 5, 7, 10, 15]
    private static let frequencies = [1, 2, 4, 10, 32, 100, 316, 1_000]

    /// Records by length and frequency of a column's values: how many are merged, and how many of
    /// them wrongly.
    ///
    /// - Throws: `LinkError.column` for one that the table lacks.
    package func fairness(
        of column: String, _ outcome: LinkOutcome, labels: LinkLabels? = nil
    ) throws(LinkError) -> FairnessReport {
        let values = try table.column(column)
        var byLength = Self.buckets(Self.lengths, "characters")
        var byFrequency = Self.buckets(Self.frequencies, "records")
        for cluster in outcome.clusters {
            let isMerged = cluster.members.count > 1
            let entities = Set(
                cluster.members.compactMap { member in labels?.entities[Int(member)] })
            for record in cluster.members {
                let code = Int(values.codes[Int(record)])
                if code == 0 { continue }
                let isLabelled = labels?.entities[Int(record)] != nil
                func add(to bucket: inout FairnessReport.Bucket) {
                    bucket.records += 1
                    bucket.merged += isMerged ? 1 : 0
                    bucket.expectedFalse += isMerged ? cluster.falseMergeRate : 0
                    bucket.labelled += isLabelled ? 1 : 0
                    bucket.wrong += isLabelled && entities.count > 1 ? 1 : 0
                }
                let length = values.values[code].unicodeScalars.count
                add(to: &byLength[Self.bucket(of: length, Self.lengths)])
                let frequency = Int(values.counts[code])
                add(to: &byFrequency[Self.bucket(of: frequency, Self.frequencies)])
            }
        }
        return FairnessReport(
            column: column, byLength: byLength.filter { $0.records > 0 },
            byFrequency: byFrequency.filter { $0.records > 0 })
    }

    private static func bucket(of value: Int, _ bounds: [Int]) -> Int {
        max(0, (bounds.firstIndex { $0 > value } ?? bounds.count) - 1)
    }

    private static func buckets(_ bounds: [Int], _ unit: String) -> [FairnessReport.Bucket] {
        bounds.indices.map { index in
            let low = bounds[index]
            guard index + 1 < bounds.count else {
                return FairnessReport.Bucket(name: "\(low) or more \(unit)")
            }
            let high = bounds[index + 1] - 1
            return FairnessReport.Bucket(
                name: low == high ? "\(low) \(unit)" : "\(low)-\(high) \(unit)")
        }
    }
}
