import Linkage
import Primitives

extension LinkageBench {
    static func run(
        _ model: LinkModel, _ table: LinkTable, _ truth: [String: String], _ clock: inout StepClock
    ) throws {
        let linkage = try RecordLinkage(model, table)
        clock.ended("block")
        let outcome = linkage.run(OneWorker()) { clock.ended($0.rawValue) }
        for (rule, pairs) in linkage.blocking.pairsByRule {
            print("  rule \(rule): \(pairs) pairs")
        }
        show(outcome.parameters, outcome.trace)
        print(
            "cut \(text(outcome.cut.weight)) bits, expected P \(text(outcome.cut.precision, 4))"
                + " R \(text(outcome.cut.recall, 4)); kept \(outcome.pairs.count)")
        if !truth.isEmpty { judge(outcome, table, truth) }
        if CommandLine.arguments.contains("--index") { insert(linkage, outcome) }
        print(
            "{\"records\": \(table.count), \"scored_pairs\": \(outcome.histogram.total),"
                + " \"peak_rss_mb\": \(peakMegabytes()), \"steps\": {\(clock.json)}}")
    }

    static func show(_ parameters: LinkParameters, _ trace: EstimationTrace) {
        print("prior \(parameters.prior) patterns \(trace.patterns)")
        for field in parameters.fields {
            print(
                "  \(field.column) m \(field.m.map { text($0, 5) })"
                    + " u \(field.u.map { text($0, 6) })")
        }
        for kind in parameters.circumstances {
            print("  circumstance \(kind.share)")
            for (field, levels) in zip(parameters.fields, kind.levels) {
                if let levels { print("    \(field.column) \(levels.map { text($0, 5) })") }
            }
        }
    }

    static func report(_ parts: Any...) { print(parts.map { "\($0)" }.joined(separator: " ")) }

    static func text(_ value: Double, _ digits: Int = 3) -> String {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        return "\((value * scale).rounded() / scale)"
    }

    static func judge(_ outcome: LinkOutcome, _ table: LinkTable, _ truth: [String: String]) {
        var numbers: [String: Int] = [:]
        let labels = (0..<table.count).map { record in
            let label = truth[table.key(UInt32(record))] ?? ""
            if let known = numbers[label] { return known }
            numbers[label] = numbers.count
            return numbers.count - 1
        }
        let total = truePairs(labels, table)
        let hits = outcome.pairs.count { labels[Int($0.left)] == labels[Int($0.right)] }
        score("PAIRS", hits, outcome.pairs.count, total)
        if table.isLink { return }
        var clusters = [UInt32](repeating: 0, count: table.count)
        for cluster in outcome.clusters {
            for member in cluster.members { clusters[Int(member)] = cluster.members[0] }
        }
        let roots = Components.lowest(
            count: table.count, lefts: outcome.pairs.map(\.left),
            rights: outcome.pairs.map(\.right))
        judgeClusters("components", roots, labels, total, table)
        judgeClusters("CLUSTERS", clusters, labels, total, table)
        calibration(outcome, labels)
    }

    /// How often a cluster of a stated false-merge rate is false.
    static func calibration(_ outcome: LinkOutcome, _ labels: [Int]) {
        var rows: [Int: (Int, Int, Double)] = [:]
        for cluster in outcome.clusters where cluster.members.count > 1 {
            let isFalse = Set(cluster.members.map { labels[Int($0)] }).count > 1
            let row = Int(((cluster.weakest ?? -9) / 3).rounded(.down))
            rows[row, default: (0, 0, 0)].0 += 1
            rows[row, default: (0, 0, 0)].1 += isFalse ? 1 : 0
            rows[row, default: (0, 0, 0)].2 += cluster.falseMergeRate
        }
        for (row, value) in rows.sorted(by: { $0.key < $1.key }) {
            print(
                "  weakest merge from \(row * 3) bits: \(value.0) clusters, \(value.1) false,"
                    + " \(text(value.2, 1)) expected")
        }
    }

    static func truePairs(_ labels: [Int], _ table: LinkTable) -> Double {
        var left: [Int: Int] = [:]
        var right: [Int: Int] = [:]
        for (record, label) in labels.enumerated() {
            if table.isLink, record >= table.leftCount {
                right[label, default: 0] += 1
            } else {
                left[label, default: 0] += 1
            }
        }
        if table.isLink {
            return left.reduce(0.0) { $0 + Double($1.value * right[$1.key, default: 0]) }
        }
        return left.reduce(0.0) { $0 + Double($1.value * ($1.value - 1) / 2) }
    }

    static func judgeClusters(
        _ what: String, _ clusters: [UInt32], _ labels: [Int], _ total: Double, _ table: LinkTable
    ) {
        var sizes: [UInt32: Int] = [:]
        var cells: [UInt64: Int] = [:]
        for record in clusters.indices {
            if table.isLink { continue }
            sizes[clusters[record], default: 0] += 1
            cells[UInt64(clusters[record]) << 32 | UInt64(labels[record]), default: 0] += 1
        }
        if table.isLink { return }
        let pairs = sizes.values.reduce(0) { $0 + $1 * ($1 - 1) / 2 }
        let hits = cells.values.reduce(0) { $0 + $1 * ($1 - 1) / 2 }
        score(what, hits, pairs, total)
    }

    static func score(_ what: String, _ hits: Int, _ kept: Int, _ total: Double) {
        let p = Double(hits) / Double(max(1, kept))
        let r = Double(hits) / total
        print("\(what): P \(text(p, 4)) R \(text(r, 4)) F1 \(text(2 * p * r / (p + r), 5))")
    }
}

extension LinkageBench {
    /// Every record of the table again, one at a time, into an index.
    static func insert(_ linkage: RecordLinkage, _ outcome: LinkOutcome) {
        var index = LinkIndex(linkage, outcome)
        let columns = linkage.model.columns.compactMap { try? linkage.table.column($0) }
        var slowest = 0.0
        let begun = cpu()
        for record in 0..<linkage.table.count {
            let values = columns.map { $0.values[Int($0.codes[record])] }
            let before = cpu()
            _ = index.insert(id: linkage.table.ids[record], values: values)
            slowest = max(slowest, cpu() - before)
        }
        let spent = cpu() - begun
        let found = index.allClusters.count
        print(
            "index: \(linkage.table.count) insertions, \(Int(Double(linkage.table.count) / spent))"
                + " a CPU-second, slowest \(text(slowest * 1_000, 1)) ms; \(found) clusters,"
                + " \(outcome.clusters.count) at once")
    }
}
