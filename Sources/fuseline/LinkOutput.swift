import Foundation
import Intake
import Linkage
import Primitives

/// What `fuseline link` writes.
struct LinkOutput {
    let linkage: RecordLinkage
    let outcome: LinkOutcome

    private var table: LinkTable { linkage.table }

    /// `left_id,right_id,probability,weight`, by left id, then right id; with one table the lower
    /// id is the left one.
    func writePairs(to path: String) throws {
        var rows: [(left: String, right: String, weight: Float)] = []
        rows.reserveCapacity(outcome.pairs.count)
        for pair in outcome.pairs {
            var left = table.ids[Int(pair.left)]
            var right = table.ids[Int(pair.right)]
            if !table.isLink, right < left { swap(&left, &right) }
            rows.append((left, right, pair.weight))
        }
        rows.sort { ($0.left, $0.right) < ($1.left, $1.right) }
        var bytes = [UInt8]("left_id,right_id,probability,weight\n".utf8)
        for row in rows {
            let probability = Bits(Double(row.weight)).probability
            bytes += Self.cell(row.left).utf8
            bytes.append(UInt8(ascii: ","))
            bytes += Self.cell(row.right).utf8
            bytes +=
                ",\(Self.decimal(probability, 6)),\(Self.decimal(Double(row.weight), 4))\n".utf8
        }
        try Self.write(bytes, to: path)
    }

    /// Writes `cluster,id`, every record once.
    ///
    /// A cluster is named after its lowest id, or as it was before.
    func writeClusters(to path: String, previous: [String: String]) throws {
        let lefts = Set(table.ids.prefix(table.leftCount))
        let isClear = !table.ids.dropFirst(table.leftCount).contains { lefts.contains($0) }
        let keys = outcome.clusters.map {
            $0.members.map { isClear ? table.ids[Int($0)] : table.key($0) }
        }
        let names = ClusterNames.stable(keys, previous: previous)
        let order = names.indices.sorted { names[$0] < names[$1] }
        var bytes = [UInt8]("cluster,id\n".utf8)
        for index in order {
            let name = Self.cell(names[index])
            for id in keys[index].sorted() {
                bytes += name.utf8
                bytes.append(UInt8(ascii: ","))
                bytes += Self.cell(id).utf8
                bytes.append(UInt8(ascii: "\n"))
            }
        }
        try Self.write(bytes, to: path)
    }

    /// Lines for a person on standard error.
    var summary: [String] {
        var lines = outcome.yields.map {
            "blocking \($0.rule): \($0.pairs) pairs, \(Self.percent($0.recall)) of the matches"
                + " found, \(Self.percent($0.alone)) by no other rule (estimated)"
        }
        for generic in linkage.blocking.generics.prefix(20) {
            lines.append(
                "generic: \(generic.value) (\(generic.rule)) is shared by \(generic.records)"
                    + " records and does not block")
        }
        let joined = outcome.clusters.filter { $0.members.count > 1 }
        let possible = joined.count { $0.isOnlyPossible }
        let expected =
            outcome.pairs.isEmpty
            ? "no pair is above it, too little to tell from"
            : "expected precision \(Self.decimal(outcome.cut.precision, 4)), recall of compared"
                + " pairs \(Self.decimal(outcome.cut.recall, 4))"
        lines.append("cut \(Self.decimal(outcome.cut.weight, 2)) bits: \(expected)")
        lines.append(
            "\(outcome.pairs.count) pairs, \(joined.count) clusters of two or more,"
                + " \(possible) of them only possibly the same")
        return lines
    }

    /// What labels say of the linkage, in a line.
    static func line(of judged: LabelledCurve, unknown: Int) -> String {
        func told(_ quality: LabelledQuality) -> String {
            "precision \(decimal(quality.precision, 4)) recall \(decimal(quality.recall, 4))"
                + " F1 \(decimal(quality.f1, 4))"
        }
        let strangers = unknown > 0 ? ", \(unknown) labels name no record" : ""
        return "labels of \(judged.labelled) records\(strangers): pairs"
            + " \(told(judged.pairsAtCut)); clusters \(told(judged.clustersAtCut)); blocking gives"
            + " \(percent(judged.compared / max(1, judged.truePairs))) of the true pairs"
    }

    /// Why two records are one, or are not; for a person.
    func why(_ left: String, _ right: String) throws -> String {
        let a = try number(left, isRight: false)
        let b = try number(right, isRight: true)
        let fall = outcome.scorer.waterfall(min(a, b), max(a, b))
        var lines: [String] = []
        for step in fall.steps {
            let what: String
            switch step.kind {
            case .prior: what = "two random records"
            case .field: what = "\(step.column): \(step.level) (\(step.left) / \(step.right))"
            case .rarity: what = "\(step.column): \(step.level)"
            case .circumstance: what = step.level
            }
            lines.append("\(Self.signed(step.bits))  \(what)")
        }
        lines.append(
            "\(Self.signed(fall.weight))  match weight, probability"
                + " \(Self.decimal(fall.probability, 6))")
        let rules = linkage.blockingRules(of: a, b)
        lines.append("compared by: \(rules.isEmpty ? "no rule" : rules.joined(separator: "; "))")
        switch linkage.whyNot(min(a, b), max(a, b), outcome) {
        case .together:
            lines.append("in one cluster, through:")
            if let cluster = outcome.cluster(of: a) {
                for pair in linkage.how(a, b, in: cluster, outcome.scorer).pairs {
                    lines.append(
                        "  \(table.ids[Int(pair.left)]) - \(table.ids[Int(pair.right)])"
                            + " \(Self.signed(Double(pair.weight)))")
                }
            }
        case .forbidden: lines.append("apart: they may not be linked")
        case .notCompared: lines.append("apart: no blocking rule gives the pair")
        case .belowCut(let bits):
            lines.append("apart: \(Self.decimal(bits, 2)) bits below the cut")
        case .splitApart(let mean):
            lines.append(
                "apart: the pairs between their clusters have \(Self.signed(mean)) bits on average")
        }
        return lines.joined(separator: "\n")
    }

    private func number(_ id: String, isRight: Bool) throws -> UInt32 {
        let range =
            !table.isLink
            ? 0..<table.count : isRight ? table.leftCount..<table.count : 0..<table.leftCount
        guard let found = range.first(where: { table.ids[$0] == id }) else {
            throw IntakeError.document("--why", why: "there is no record \(id)")
        }
        return UInt32(found)
    }

    static func write(_ bytes: [UInt8], to path: String) throws {
        do { try Data(bytes).write(to: URL(fileURLWithPath: path)) } catch {
            throw IntakeError.io(path, why: error.localizedDescription)
        }
    }

    /// A value as RFC 4180 has it.
    static func cell(_ text: String) -> String {
        let needsQuotes = text.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 10 || $0 == 13 }
        guard needsQuotes else { return text }
        return "\""
            + text.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }

    static func decimal(_ value: Double, _ digits: Int) -> String {
        String(format: "%.\(digits)f", value)
    }

    static func percent(_ part: Double) -> String { decimal(part * 100, 1) + " %" }

    static func signed(_ value: Double) -> String { String(format: "%+9.2f", value) }
}
