import ArgumentParser
import Bootstrap
import Casework
import Primitives
import Records
import Web

/// `fuseline leads`: the best leads with their reasons.
struct LeadsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "leads", abstract: "Prints the leads with their reasons, best first.")

    @OptionGroup var database: DatabaseOption
    @Option(name: .long, help: "How many.") var top = 10
    @Flag(name: .long, help: "One JSON object a lead.") var json = false
    @Flag(name: .long, help: "In English.") var english = false

    func validate() throws {
        guard top > 0 else { throw ValidationError("--top takes a number above 0, not \(top).") }
    }

    func run() async throws {
        let casework = try await database.open()
        let telling = try LeadTelling(english ? .english : .chinese, casework: casework)
        var output = OutputBuffer()
        var query = LeadQuery()
        var left = top
        var rank = 1
        while left > 0 {
            query.limit = min(left, Limits.leadsPerPage)
            let page = try await casework.board(query, as: .machine)
            if page.rows.isEmpty, rank == 1 { StandardStreams.sayError("There are no leads.") }
            for row in page.rows {
                let records =
                    json ? try await casework.records(of: row.lead, as: .machine).map(\.id) : []
                try output.write(
                    line: json
                        ? LeadLine.json(row, records: records)
                        : telling.text(row, rank: rank))
                rank += 1
            }
            left -= page.rows.count
            guard let next = page.next else { break }
            query.cursor = next
        }
        try output.flush()
    }
}
