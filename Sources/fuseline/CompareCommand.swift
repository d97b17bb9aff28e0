import ArgumentParser
import Bootstrap
import Casework
import Foundation
import Intake
import Primitives
import Records
import Screening
import Simulation

/// `fuseline compare`: the leads beside a simulated city's truth, and quoted wording beside the
/// screener.
struct CompareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Says how well the leads match the truth of a simulated city.")

    @OptionGroup var database: DatabaseOption
    @Option(name: .long, help: "truth.jsonl of the simulated city.") var truth: String
    @Flag(name: .long, help: "Also screen the wording that news reports quote of real sellers.")
    var quoted = false

    func run() async throws {
        let casework = try await database.open()
        let sellers = try readTruth()
        var leads: [TruthComparison.RankedLead] = []
        var query = LeadQuery()
        repeat {
            let page = try await casework.board(query, as: .machine)
            for row in page.rows {
                let records = try await casework.records(of: row.lead, as: .machine)
                leads.append(
                    TruthComparison.RankedLead(
                        id: row.lead.id.text, records: records.map(\.text)))
            }
            query.cursor = page.next
        } while query.cursor != nil
        report(TruthComparison(sellers: sellers, leads: leads), leads: leads.count)
        if quoted { try await reportQuoted(casework) }
    }

    private func readTruth() throws -> [HiddenSeller] {
        guard let data = FileManager.default.contents(atPath: truth) else {
            throw IntakeError.missing(truth)
        }
        return try data.split(separator: 10).compactMap { line in
            do {
                let kind = try JSONDecoder().decode(TruthLine.self, from: Data(line))
                guard kind.seller != nil else { return nil }
                return try JSONDecoder().decode(HiddenSeller.self, from: Data(line))
            } catch {
                throw IntakeError.document(truth, why: "a line is not as simulate writes it")
            }
        }
    }

    private func report(_ result: TruthComparison, leads: Int) {
        print(
            "Beside the truth of this made-up city: \(leads) leads, \(result.sellers) sellers"
        )
        for count in [10, 50, 100] {
            let share = Self.percent(result.precision(at: count))
            print("  precision at \(count): \(share) of the first \(min(count, leads)) leads")
        }
        print(
            "  hidden sellers found: \(result.found) of \(result.sellers)"
                + " (\(Self.percent(result.recall(at: leads))))"
        )
        for row in result.byHabit {
            print("    \(row.habit): \(row.found) of \(row.sellers)")
        }
        print("  leads whose records belong to more than one hidden seller: \(result.mixed)")
    }

    private func reportQuoted(_ casework: CaseworkDesk) async throws {
        let screener = await casework.screeners.current
        let verdicts = try QuotedWording.shipped().map {
            ($0, screener.screen($0.text, kind: $0.kind))
        }
        print(
            "Wording that news reports quote of real sellers"
                + " (sources in quoted.jsonl; the shipped model has not seen it):"
        )
        for (alone, title) in [
            (true, "plain enough alone"), (false, "only telling with its context"),
        ] {
            let part = verdicts.filter { $0.0.alone == alone }
            let offers = part.filter { $0.1.advice == .offer }.count
            let review = part.filter { $0.1.advice == .review }.count
            print("  \(title): \(offers) of \(part.count) found as offers, \(review) put to review")
        }
        for (row, verdict) in verdicts {
            print(
                "    \(verdict.advice.rawValue)\t\(Self.percent(verdict.probability))\t\(row.text)")
        }
    }

    private static func percent(_ share: Double) -> String {
        "\(Int((share * 1_000).rounded()) / 10).\(Int((share * 1_000).rounded()) % 10) %"
    }
}

/// Tells a seller's line from the others.
private struct TruthLine: Decodable {
    let seller: String?
}
