import Linkage

extension LinkReport {
    /// Precision and recall on labels, at the cut and at others.
    func labelled(_ judged: LabelledCurve) -> String {
        func cells(_ quality: LabelledQuality) -> [String] {
            [quality.precision, quality.recall, quality.f1].map { LinkOutput.decimal($0, 4) }
        }
        var rows = [
            ["\(LinkOutput.decimal(outcome.cut.weight, 2)), the cut"]
                + cells(judged.pairsAtCut) + cells(judged.clustersAtCut)
        ]
        for (pairs, clusters) in zip(judged.pairs, judged.clusters) {
            rows.append([LinkOutput.decimal(pairs.cut, 0)] + cells(pairs) + cells(clusters))
        }
        let blocked = judged.truePairs > 0 ? judged.compared / judged.truePairs : 1
        return "<h2>已知答案 Precision and recall on labels</h2><p>\(judged.labelled) records have a"
            + " label; of \(LinkOutput.decimal(judged.truePairs, 0)) pairs that belong together"
            + " blocking gives \(LinkOutput.percent(blocked)).</p>"
            + table(
                [
                    "cut, bits", "pairs: precision", "recall", "F1", "clusters: precision",
                    "recall", "F1",
                ], rows)
    }

    /// Merges by length and frequency of a column's values.
    func fair(_ report: FairnessReport) -> String {
        let isJudged = (report.byLength + report.byFrequency).contains { $0.labelled > 0 }
        func rows(_ buckets: [FairnessReport.Bucket]) -> [[String]] {
            buckets.map { bucket in
                [
                    bucket.name, "\(bucket.records)", LinkOutput.percent(bucket.mergedShare),
                    LinkOutput.percent(bucket.falseMergeRate),
                ] + (isJudged ? [LinkOutput.percent(bucket.wrongShare)] : [])
            }
        }
        let head =
            ["records", "merged", "of them wrongly, estimated"]
            + (isJudged ? ["wrongly, by labels"] : [])
        return "<h2>公平性 Who is merged, by \(escaped(report.column))</h2>"
            + "<p>Nobody should be merged wrongly more often for a short or a common value.</p>"
            + table(["length"] + head, rows(report.byLength))
            + table(["frequency"] + head, rows(report.byFrequency))
    }
}
