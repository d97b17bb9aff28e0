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
        let casework = try await database.openExisting()
        let truth = try readTruth()
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
        report(TruthComparison(sellers: truth.sellers, leads: leads), leads: leads.count)
        let linked = try await casework.linkedRecords(as: .machine).map {
            LinkComparison.LinkedRecord(
                record: $0.record.text, actor: $0.actor?.text, isNamed: $0.isNamed)
        }
        reportLinks(LinkComparison(persons: truth.persons, records: linked))
        if quoted { try await reportQuoted(casework) }
    }

    private func readTruth() throws -> (sellers: [HiddenSeller], persons: [TruePerson]) {
        guard let data = FileManager.default.contents(atPath: truth) else {
            throw IntakeError.missing(truth)
        }
        var sellers: [HiddenSeller] = []
        var persons: [TruePerson] = []
        for line in data.split(separator: 10) {
            do {
                let read = try JSONDecoder().decode(TruthLine.self, from: Data(line))
                if let seller = read.seller {
                    sellers.append(
                        HiddenSeller(
                            seller: seller, habit: read.habit ?? "", listings: read.listings ?? [],
                            waybills: read.waybills ?? []))
                }
                if let person = read.asPerson { persons.append(person) }
            } catch {
                throw IntakeError.document(truth, why: "a line is not as simulate writes it")
            }
        }
        return (sellers, persons)
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

    private func reportLinks(_ result: LinkComparison) {
        print(
            "Linking beside the truth: \(result.actors) actors, \(result.falseMerges) of them"
                + " with records of two persons"
                + " (\(Self.tenths(result.falseMergesPerThousand)) in 1,000)")
        print("  of several households: \(result.acrossHouseholds)")
        print("  a hidden seller with somebody innocent: \(result.accusations)")
        print("  two hidden sellers: \(result.sellersMerged)")
        print(
            "  true links of hidden sellers found: \(Self.percent(result.found.pairShare)) of the"
                + " pairs, \(Self.percent(result.found.recordShare)) of the records")
        print(
            "    of records that an identifier stands whole on:"
                + " \(Self.percent(result.foundNamed.pairShare)) of the pairs,"
                + " \(Self.percent(result.foundNamed.recordShare)) of the records")
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

    private static func percent(_ share: Double) -> String { "\(tenths(share * 100)) %" }

    private static func tenths(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}

/// A line of the truth: a hidden seller, an honest actor without records, or an innocent person.
private struct TruthLine: Decodable {
    let seller: String?
    let habit: String?
    let person: String?
    let household: String?
    let listings: [String]?
    let waybills: [String]?

    var asPerson: TruePerson? {
        guard let id = seller ?? person else { return nil }
        return TruePerson(
            id: id, isSeller: seller != nil, household: household,
            records: (listings ?? []).map { "listing:\($0)" }
                + (waybills ?? []).map { "waybill:\($0)" })
    }
}
