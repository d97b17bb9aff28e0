import ArgumentParser
import Bootstrap
import Casework
import Primitives
import Records
import Screening

/// `fuseline explain`: how one text is read, step by step.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Shows step by step how a text is read: folding, finds, terms, verdict.")

    @OptionGroup var models: ModelOptions
    @Option(name: .long, help: "listing, caption, comment, chat or declaration.")
    var kind = "listing"
    @Argument(help: "The text; several words are joined by spaces.") var text: [String]

    func run() throws {
        guard let kind = TextKind(rawValue: kind) else {
            let kinds = TextKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--kind takes \(kinds), not '\(self.kind)'.")
        }
        let screener = try Assembly.screener(models.files)
        let explanation = screener.explain(text.joined(separator: " "), kind: kind)
        print("folded   \(explanation.folded)")
        print("dense    \(explanation.dense)")
        for find in explanation.finds { print(line(find)) }
        let verdict = explanation.verdict
        for reason in verdict.reasons { print(line(reason)) }
        print(
            "sum      \(number(verdict.score.value)) bits, probability "
                + number(verdict.probability))
        print("verdict  \(verdict.advice.rawValue), model \(verdict.model)")
        print("为什么   \(WhyLine.chinese(verdict))")
        print("why      \(WhyLine.english(verdict))")
    }

    private func line(_ find: Explanation.Find) -> String {
        var parts = ["find     [\(find.found)] \(find.start)..<\(find.end)"]
        parts.append("\(find.term) \(find.group)")
        if !find.goodsClass.isEmpty { parts.append("GB 10631 \(find.goodsClass)") }
        if !find.evasion.isEmpty {
            parts.append(find.evasion.map(\.rawValue).joined(separator: "+") + " cost \(find.cost)")
        }
        if find.chance != 0 { parts.append("no accident by \(number(Double(find.chance))) bits") }
        if find.isOtherSense { parts.append("another sense here") }
        return parts.joined(separator: ", ")
    }

    private func line(_ reason: Reason) -> String {
        let name = reason.term.isEmpty ? "" : " \(reason.term)"
        let found = reason.found.isEmpty || reason.found == reason.term ? "" : " [\(reason.found)]"
        return "reason   \(number(reason.weight.value)) \(reason.code)\(name)\(found)"
    }

    /// Two decimals, with a sign.
    private func number(_ value: Double) -> String {
        let hundredths = Int((abs(value) * 100).rounded())
        let decimals = hundredths % 100
        return (value < 0 ? "-" : "+") + "\(hundredths / 100)." + (decimals < 10 ? "0" : "")
            + "\(decimals)"
    }
}
