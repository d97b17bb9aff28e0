import Foundation
import Linkage
import Primitives

/// A page about one linkage: one file, no scripts, no outside addresses.
struct LinkReport {
    let linkage: RecordLinkage
    let outcome: LinkOutcome
    var judged: LabelledCurve?
    var fairness: FairnessReport?

    private static let clustersShown = 12
    private static let membersShown = 12

    func write(to path: String) throws { try LinkOutput.write([UInt8](page.utf8), to: path) }

    private var page: String {
        """
        <!doctype html>
        <html lang="zh-CN"><head><meta charset="utf-8"><title>记录关联 Record linkage</title>
        <meta name="viewport" content="width=device-width">
        <style>\(Self.style)</style></head><body>
        <h1>记录关联 Record linkage</h1>
        \(summary)
        <h2>分块 Blocking</h2>\(blocking)
        <h2>比较级别与权重 Comparison levels: m, u and match weight</h2>\(levels)
        \(circumstances)
        <h2>权重分布 Match weights of compared pairs</h2>\(histogram)
        <h2>预期精确率与召回率 Expected precision and recall by cut</h2>\(curve)
        \(judged.map(labelled) ?? "")
        \(fairness.map(fair) ?? "")
        <h2>逐项说明 Waterfalls</h2>\(waterfalls)
        <h2>最可疑的合并 Most doubtful clusters</h2>\(clusters(doubtful))
        <h2>最大的合并 Largest clusters</h2>\(clusters(largest))
        </body></html>

        """
    }

    private var summary: String {
        let joined = outcome.clusters.filter { $0.members.count > 1 }
        let expected = joined.reduce(0.0) { $0 + $1.falseMergeRate }
        return table(
            ["", ""],
            [
                ["records", "\(linkage.table.count)"],
                ["compared pairs at most", "\(linkage.blocking.pairsMost)"],
                ["cut", "\(LinkOutput.decimal(outcome.cut.weight, 2)) bits"],
                ["expected precision", LinkOutput.decimal(outcome.cut.precision, 4)],
                ["expected recall of compared pairs", LinkOutput.decimal(outcome.cut.recall, 4)],
                ["pairs at or above the cut", "\(outcome.pairs.count)"],
                ["clusters of two or more", "\(joined.count)"],
                ["of them only possibly the same", "\(joined.count { $0.isOnlyPossible })"],
                ["false merges expected", LinkOutput.decimal(expected, 1)],
                ["two random records match", "1 in \(Self.whole(1 / outcome.parameters.prior))"],
            ])
    }

    /// A number without decimals; what is too large for one is infinite.
    private static func whole(_ value: Double) -> String {
        value.isFinite && value < 1e15 ? "\(Int(value.rounded()))" : "∞"
    }

    private var blocking: String {
        let rules = table(
            ["rule", "pairs", "estimated recall", "of it by no other rule"],
            outcome.yields.map {
                [
                    $0.rule, "\($0.pairs)", LinkOutput.percent($0.recall),
                    LinkOutput.percent($0.alone),
                ]
            })
        let generics = linkage.blocking.generics
        if generics.isEmpty { return rules + "<p>No value was generic.</p>" }
        return rules + "<p>Generic values, shared by too many records to block:</p>"
            + table(
                ["rule", "value", "records"],
                generics.prefix(50).map { [$0.rule, $0.value, "\($0.records)"] })
    }

    private var levels: String {
        var rows: [[String]] = []
        for (field, names) in zip(outcome.parameters.fields, linkage.levelNames) {
            for (index, name) in names.enumerated() {
                let m = field.m[index]
                let u = field.u[index]
                rows.append([
                    index == 0 ? field.column : "", name, LinkOutput.decimal(m, 5),
                    LinkOutput.decimal(u, 7),
                    bar(Primitives.log2(max(m, 1e-12) / max(u, 1e-12))),
                ])
            }
        }
        return table(["field", "level", "m", "u", "bits"], rows)
    }

    private var circumstances: String {
        let kinds = outcome.parameters.circumstances
        if kinds.isEmpty { return "" }
        let rows = kinds.map { kind in
            let agreed = zip(outcome.parameters.fields, kind.levels).compactMap { field, levels in
                levels.map { "\(field.column) \(LinkOutput.decimal($0[0] * 100, 0)) %" }
            }
            return [
                LinkOutput.decimal(kind.share * linkage.table.pairsPossible, 0),
                agreed.joined(separator: ", "),
            ]
        }
        return "<h2>事出有因的相同 Different entities that agree for a cause</h2>"
            + table(["pairs", "exact agreement"], rows)
    }

    private var histogram: String {
        let bars = outcome.histogram.byWholeBit
        let most = Double(max(2, bars.map(\.count).max() ?? 2))
        var shapes = ""
        for (index, bar) in bars.enumerated() {
            let x = index * 10
            if bar.count > 0 {
                let part: Double = Primitives.log2(Double(bar.count)) / Primitives.log2(most)
                let height = 20 + 130 * part
                let side = Double(bar.bits) >= outcome.cut.weight ? "pro" : "con"
                shapes += "<rect class=\"\(side)\" x=\"\(x)\" y=\"\(160 - height)\" width=\"9\""
                shapes += " height=\"\(height)\"><title>\(bar.bits) bits: \(bar.count) pairs"
                shapes += "</title></rect>"
            }
            if bar.bits % 10 == 0 { shapes += "<text x=\"\(x)\" y=\"176\">\(bar.bits)</text>" }
        }
        return
            "<svg viewBox=\"-12 0 \(bars.count * 10 + 36) 180\" role=\"img\""
            + " aria-label=\"Pairs by match weight, logarithmic height\">\(shapes)</svg>"
            + "<p>Height is logarithmic; filled bars are at or above the cut.</p>"
    }

    private var curve: String {
        let points = MatchCut.curve(outcome.histogram).filter {
            $0.weight.truncatingRemainder(dividingBy: 2) == 0 && $0.weight >= -10
                && $0.weight <= 30 && $0.recall >= 0.000_05
        }
        return table(
            ["cut, bits", "expected precision", "expected recall", "expected F1"],
            points.map {
                [
                    LinkOutput.decimal($0.weight, 0), LinkOutput.decimal($0.precision, 4),
                    LinkOutput.decimal($0.recall, 4), LinkOutput.decimal($0.f1, 4),
                ]
            })
    }

    private var waterfalls: String {
        let sorted = outcome.pairs.sorted {
            ($0.weight, $0.left, $0.right) < ($1.weight, $1.left, $1.right)
        }
        guard !sorted.isEmpty else { return "<p>No pair reached the cut.</p>" }
        let places = Set([0, sorted.count / 4, sorted.count / 2, sorted.count - 1]).sorted()
        return places.map { place in
            let pair = sorted[place]
            let fall = outcome.scorer.waterfall(pair.left, pair.right)
            let rows = fall.steps.map { step in
                let name: String
                switch step.kind {
                case .prior: name = "two random records"
                case .circumstance: name = step.level
                case .field, .rarity: name = "\(step.column): \(step.level)"
                }
                return [name, step.left, step.right, bar(step.bits)]
            }
            return "<h3>\(escaped(linkage.table.key(pair.left))) and"
                + " \(escaped(linkage.table.key(pair.right))):"
                + " \(LinkOutput.decimal(fall.weight, 2)) bits, probability"
                + " \(LinkOutput.decimal(fall.probability, 5))</h3>"
                + table(["evidence", "left", "right", "bits"], rows)
        }.joined()
    }

    private var doubtful: [RecordCluster] {
        Array(
            outcome.clusters.filter { $0.weakest != nil }.sorted {
                ($0.weakest ?? 0, $0.members[0]) < ($1.weakest ?? 0, $1.members[0])
            }.prefix(Self.clustersShown))
    }

    private var largest: [RecordCluster] {
        Array(
            outcome.clusters.filter { $0.members.count > 2 }.sorted {
                ($1.members.count, $0.members[0]) < ($0.members.count, $1.members[0])
            }.prefix(Self.clustersShown))
    }

    private func clusters(_ clusters: [RecordCluster]) -> String {
        if clusters.isEmpty { return "<p>There is none.</p>" }
        return clusters.map { cluster in
            let columns = linkage.model.fields.map(\.column)
            let rows = cluster.members.prefix(Self.membersShown).map { member in
                [linkage.table.key(member)] + linkage.values(of: member)
            }
            let more = cluster.members.count - rows.count
            let weakest = cluster.weakest.map { "\(LinkOutput.decimal($0, 1)) bits" } ?? "unchecked"
            let bridge = linkage.merges(of: cluster.shortened(to: 200), outcome.scorer).last
            let through = bridge.map {
                "; weakest bridge \(linkage.table.key($0.left)) to \(linkage.table.key($0.right)),"
                    + " \(LinkOutput.decimal(Double($0.weight), 1)) bits"
            }
            return "<details><summary>\(cluster.members.count) records, weakest merge \(weakest),"
                + " \(cluster.contradictions) contradicting pairs"
                + (cluster.isOnlyPossible ? ", <b>only possibly the same</b>" : "")
                + escaped(through ?? "") + "</summary>"
                + table(["id"] + columns, Array(rows)) + (more > 0 ? "<p>and \(more) more</p>" : "")
                + "</details>"
        }.joined()
    }
}

extension LinkReport {
    func table(_ head: [String], _ rows: [[String]]) -> String {
        let cells = rows.map { row in
            "<tr>" + row.map { "<td>\($0.hasPrefix("<svg") ? $0 : escaped($0))</td>" }.joined()
                + "</tr>"
        }
        return "<table><thead><tr>\(head.map { "<th>\(escaped($0))</th>" }.joined())</tr></thead>"
            + "<tbody>\(cells.joined(separator: "\n"))</tbody></table>"
    }

    /// Bits as a bar from the middle: right for a match, left against.
    private func bar(_ bits: Double) -> String {
        let width = min(60, abs(bits) * 3)
        let x = bits >= 0 ? 60 : 60 - width
        return "<svg class=\"bar\" viewBox=\"0 0 180 14\" width=\"180\" height=\"14\">"
            + "<rect class=\"\(bits >= 0 ? "pro" : "con")\" x=\"\(x)\" y=\"1\" width=\"\(width)\""
            + " height=\"12\"/><text x=\"126\" y=\"11\">\(LinkOutput.decimal(bits, 2))</text></svg>"
    }

    func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "&": result += "&amp;"
            case "\"": result += "&quot;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static let style = """
        body{font:14px/1.5 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;
        margin:24px auto;max-width:1000px;padding:0 16px;color:#1c1c1c;background:#fff}
        table{border-collapse:collapse;margin:8px 0;font-variant-numeric:tabular-nums}
        th,td{text-align:left;padding:2px 12px 2px 0;border-bottom:1px solid #ddd}
        svg{max-width:100%}svg text{font-size:10px;fill:currentColor}
        .pro{fill:#1f5fa8}.con{fill:#b9b9b9;stroke:#666;stroke-width:.5}
        summary{cursor:pointer;padding:4px 0}h3{font-size:15px}
        @media(prefers-color-scheme:dark){body{color:#e6e6e6;background:#161616}
        th,td{border-color:#333}.pro{fill:#6aa5e8}}
        """
}
