import Linkage
import Primitives

extension LinkageBench {
    static func run(
        _ model: LinkModel, _ table: LinkTable, _ truth: [String: String], from started: Double,
        loaded: Double
    ) throws {
        let linkage = try RecordLinkage(model, table)
        let blocked = cpu()
        for (rule, pairs) in linkage.blocking.pairsByRule {
            print("  rule \(rule): \(pairs) pairs")
        }
        let parts = linkage.parts
        var scratch = linkage.scratch()
        var tally = linkage.countPatterns(of: parts[0], &scratch)
        for part in parts.dropFirst() { tally += linkage.countPatterns(of: part, &scratch) }
        let counted = cpu()
        let (parameters, trace) = linkage.estimate(tally, scale: 1)
        let estimated = cpu()
        show(parameters, trace)
        let scorer = linkage.scorer(parameters)
        var pairs: [ScoredPair] = []
        for part in parts {
            pairs += scorer.score(part, of: linkage.blocking, atLeast: -20, &scratch)
        }
        let scored = cpu()
        report("pairs", pairs.count, "candidates", scratch.pairs)
        print(
            "load \(text(loaded - started)) block \(text(blocked - loaded))"
                + " count \(text(counted - blocked)) estimate \(text(estimated - counted))"
                + " score \(text(scored - estimated)) CPU-s; peak \(peakMegabytes()) MB;"
                + " \(Int(Double(scratch.pairs) / (scored - estimated))) pairs/CPU-s")
        if !truth.isEmpty { judge(pairs, table, truth) }
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

    static func judge(_ pairs: [ScoredPair], _ table: LinkTable, _ truth: [String: String]) {
        var numbers: [String: Int] = [:]
        let labels = (0..<table.count).map { record in
            let label = truth[table.key(UInt32(record))] ?? ""
            let next = numbers.count
            return numbers[label, default: -1] >= 0
                ? numbers[label, default: 0]
                : {
                    numbers[label] = next
                    return next
                }()
        }
        let total = truePairs(labels, table)
        let sorted = pairs.sorted { $0.weight > $1.weight }
        var hits = 0
        var best = (f: 0.0, p: 0.0, r: 0.0, weight: 0.0)
        var expected = 0.0
        var buckets = [Int: (Int, Int, Double)]()
        for (index, pair) in sorted.enumerated() {
            let hit = labels[Int(pair.left)] == labels[Int(pair.right)]
            if hit { hits += 1 }
            let probability = Bits(Double(pair.weight)).probability
            expected += probability
            let bucket = max(-8, min(20, Int((pair.weight / 2).rounded(.down))))
            buckets[bucket, default: (0, 0, 0)].0 += 1
            buckets[bucket, default: (0, 0, 0)].1 += hit ? 1 : 0
            buckets[bucket, default: (0, 0, 0)].2 += probability
            if index + 1 < sorted.count, sorted[index + 1].weight == pair.weight { continue }
            let f = 2 * Double(hits) / (Double(index + 1) + total)
            if f > best.f {
                best = (
                    f, Double(hits) / Double(index + 1), Double(hits) / total,
                    Double(pair.weight)
                )
            }
        }
        print(
            "true pairs \(total), blocking recall \(text(Double(hits) / total, 5)), expected"
                + " matches \(Int(expected))")
        print(
            "pair best F1 \(text(best.f, 4)) P \(text(best.p, 4)) R \(text(best.r, 4)) at"
                + " \(text(best.weight, 2)) bits")
        for cut in [0.0, 1, 3.32, 6.63] {
            let kept = sorted.prefix { Double($0.weight) >= cut }
            let hits = kept.count { labels[Int($0.left)] == labels[Int($0.right)] }
            score("pairs at \(cut)", hits, kept.count, total)
            let roots = Components.lowest(
                count: table.count, lefts: kept.map(\.left), rights: kept.map(\.right))
            judgeClusters("components at \(cut)", roots, labels, total, table)
        }
        print("bucket: pairs, true, expected")
        for (bucket, value) in buckets.sorted(by: { $0.key < $1.key }) {
            print("  \(bucket * 2): \(value.0) \(value.1) \(text(value.2, 1))")
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
