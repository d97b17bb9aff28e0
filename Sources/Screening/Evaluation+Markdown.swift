import Records

extension Evaluation {
    /// The figures as a page of the documentation.
    package func markdown(lexicon: String) -> String {
        var lines = [
            "# How well screening does on sources it has not seen", "",
            "Made by `fuseline evaluate`; do not edit. \(outcomes.count) clear rows of the "
                + "development phrases, \(folds)-fold by source: a row is tested by a model that "
                + "saw no row of the same page. Beside the other folds' rows it was trained on "
                + "\(trainedRows) rows of our own. Lexicon `\(lexicon)`. Found means the advice "
                + "`offer`; `review` counts as not found.", "",
            "| rows | texts | precision | recall | F1 |", "|---|---|---|---|---|",
            row("offers (listing, caption, comment, chat)", offers),
            row("parcels (declaration)", parcels), "",
        ]
        lines += confusionLines("Offers", offers)
        lines += confusionLines("Parcels", parcels)
        lines += ["## By kind", "", "| kind | texts | precision | recall | F1 |"]
        lines.append("|---|---|---|---|---|")
        for kind in TextKind.allCases {
            lines.append(row(kind.rawValue, confusion { $0.kind == kind }))
        }
        lines += evasionLines()
        lines += reliabilityLines()
        return lines.joined(separator: "\n") + "\n"
    }

    private func row(_ name: String, _ table: Confusion) -> String {
        let count = table.hits + table.misses + table.falseAlarms + table.quiet
        return "| \(name) | \(count) | \(Self.decimal(table.precision)) | "
            + "\(Self.decimal(table.recall)) | \(Self.decimal(table.f1)) |"
    }

    private func confusionLines(_ name: String, _ table: Confusion) -> [String] {
        [
            "## \(name)", "", "| label | offer | review | clear |", "|---|---|---|---|",
            "| offer | \(table.hits) | \(table.reviewedOffers) | "
                + "\(table.misses - table.reviewedOffers) |",
            "| benign | \(table.falseAlarms) | \(table.reviewedOthers) | "
                + "\(table.quiet - table.reviewedOthers) |", "",
        ]
    }

    /// Recall of the offers that their writers marked with each disguise.
    private func evasionLines() -> [String] {
        var names = Set(outcomes.filter(\.row.label.isOffer).flatMap(\.row.evasion))
        names.remove("")
        var lines = ["", "## Recall by disguise", "", "| disguise | offers | found | or review |"]
        lines.append("|---|---|---|---|")
        for name in names.sorted() {
            let table = confusion { $0.label.isOffer && $0.evasion.contains(name) }
            let count = table.hits + table.misses
            lines.append(
                "| \(name) | \(count) | \(table.hits) | \(table.hits + table.reviewedOffers) |")
        }
        return lines
    }

    private func reliabilityLines() -> [String] {
        var lines = [
            "", "## Reliability", "", "| predicted | mean | share of offers | texts |",
            "|---|---|---|---|",
        ]
        let bins = reliability()
        for (number, bin) in bins.enumerated() {
            let low = Double(number) / Double(bins.count)
            let high = Double(number + 1) / Double(bins.count)
            lines.append(
                "| \(Self.decimal(low, 1))–\(Self.decimal(high, 1)) | \(Self.decimal(bin.mean)) | "
                    + "\(Self.decimal(bin.share)) | \(bin.count) |")
        }
        return lines
    }

    private static func decimal(_ value: Double, _ digits: Int = 3) -> String {
        let scale = digits == 1 ? 10.0 : 1_000.0
        let units = Int((value * scale).rounded())
        let whole = units / Int(scale)
        let rest = String(units % Int(scale))
        return "\(whole).\(String(repeating: "0", count: digits - rest.count))\(rest)"
    }
}
