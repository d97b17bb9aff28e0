import Text

extension Attack {
    /// The figures of an attack as a page.
    package static func markdown(alone: [Outcome], together: [Outcome]) -> String {
        var lines = [
            "# What is left of recall under attack", "",
            "| hidden by | strength | texts | before | after | or review | costs |",
            "|---|---|---|---|---|---|---|",
        ]
        lines += (alone + together).map { outcome in
            let ways = outcome.ways.map(\.rawValue).joined(separator: " + ")
            return "| \(ways) | \(outcome.strength.rawValue) | \(outcome.texts) | "
                + "\(outcome.before) | \(outcome.after) | \(outcome.reviewed) | "
                + "\(tenths(outcome.cost)) |"
        }
        lines += ["", "Three at once, all together: \(tenths(cost(of: together))) points.", ""]
        let lost = (alone + together).flatMap { outcome in
            outcome.lost.map { "- \(outcome.ways.map(\.rawValue).joined(separator: " + ")): \($0)" }
        }
        if !lost.isEmpty { lines += ["## Lost", ""] + lost }
        return lines.joined(separator: "\n")
    }

    /// Points of recall that all `outcomes` together cost.
    package static func cost(of outcomes: [Outcome]) -> Double {
        let texts = outcomes.reduce(0) { $0 + $1.texts }
        let lost = outcomes.reduce(0) { $0 + $1.before - $1.after }
        return texts == 0 ? 0 : Double(lost) * 100 / Double(texts)
    }

    /// Whether no way alone costs more than `aloneMax` points at any strength, and three at once no
    /// more than `togetherMax`.
    package static func holds(
        alone: [Outcome], together: [Outcome], aloneMax: Double, togetherMax: Double
    ) -> Bool {
        alone.allSatisfy { $0.cost <= aloneMax } && cost(of: together) <= togetherMax
    }

    private static func tenths(_ value: Double) -> String {
        let tenths = Int((abs(value) * 10).rounded())
        return (value < 0 ? "-" : "") + "\(tenths / 10).\(tenths % 10)"
    }
}

extension TrainingRow {
    /// Whether an offer is written plainly: what an attack begins with.
    package var isPlain: Bool {
        label.isOffer && evasion.allSatisfy { ["none", "slang", "dialect"].contains($0) }
    }
}
