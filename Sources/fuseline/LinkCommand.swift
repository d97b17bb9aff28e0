import ArgumentParser
import Bootstrap
import Dispatch
import Foundation
import Intake
import Linkage
import Primitives
import Synchronization

/// `fuseline link`: records of one or two tables that are one entity (docs/linkage.md).
struct LinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link",
        abstract: "Links records of CSV tables: finds duplicates in one, or matches two.",
        discussion: """
            MODEL.json names the columns and how they are compared. Parameters are estimated from \
            the data, without labels, unless the model carries them.
            """)

    @Option(name: .long, help: "The model (JSON).") var model: String
    @Option(name: .long, help: "Where pairs go: left_id,right_id,probability,weight.")
    var pairs: String?
    @Option(name: .long, help: "Where clusters go: cluster,id.") var clusters: String?
    @Option(name: .long, help: "Where refused rows go (JSON Lines); standard error otherwise.")
    var rejects: String?
    @Option(name: .long, help: "Where the model goes with its estimated parameters.")
    var saveModel: String?
    @Option(name: .long, help: "Where a page about the linkage goes (HTML).") var report: String?
    @Option(name: .long, parsing: .upToNextOption, help: "Two ids: why they are one, or not.")
    var why: [String] = []
    @Option(name: .long, help: "Pairs that are two, one a line: left_id,right_id.")
    var parted: String?
    @Option(name: .long, help: "Clusters of an earlier run, whose names stay.")
    var previous: String?
    @Option(name: .long, help: "What is known: id,entity or left_id,right_id; judges the linkage.")
    var labels: String?
    @Flag(name: .long, help: "Count m from the labels.") var trainOnLabels = false
    @Option(name: .long, help: "A column: who is merged by length and frequency, in the report.")
    var fairness: String?
    @Option(name: .long, help: "Threads; one a processor otherwise.") var threads: Int?
    @Argument(help: "LEFT.csv [RIGHT.csv]") var files: [String]

    func validate() throws {
        guard (1...2).contains(files.count) else {
            throw ValidationError("link takes one table or two, not \(files.count).")
        }
        guard why.isEmpty || why.count == 2 else {
            throw ValidationError("--why takes two ids, not \(why.count).")
        }
        guard !trainOnLabels || labels != nil else {
            throw ValidationError("--train-on-labels takes --labels as well.")
        }
        guard fairness == nil || report != nil else {
            throw ValidationError("--fairness is told in a report: --report is needed as well.")
        }
        if let threads, !(1...256).contains(threads) {
            throw ValidationError("--threads takes a number from 1 to 256, not \(threads).")
        }
    }

    func run() async throws {
        let model = try readModel()
        let writer =
            try rejects.map { try RejectWriter.file($0, inputs: files + [self.model]) }
            ?? RejectWriter.standardError()
        let (table, tally) = try LinkTables.read(
            files, model, and: fairness.map { [$0] } ?? [], rejects: writer)
        let linkage = try RecordLinkage(
            model, table, comparators: try Self.comparators(for: model),
            parted: try readParted(table))
        let known = try readLabels(table)
        let workers = ThreadWorkers(threads)
        let outcome = linkage.run(workers, training: trainOnLabels ? known : nil)
        let judged = known.map { linkage.judged(outcome, by: $0, workers) }
        let output = LinkOutput(linkage: linkage, outcome: outcome)
        if let pairs { try output.writePairs(to: pairs) }
        if let clusters {
            try output.writeClusters(to: clusters, previous: try readPrevious())
        }
        if let saveModel {
            try LinkOutput.write(
                [UInt8](LinkModelFile.text(of: model, with: outcome.parameters).utf8),
                to: saveModel)
        }
        if let report {
            let fair = try fairness.map { column throws(LinkError) in
                try linkage.fairness(of: column, outcome, labels: known)
            }
            try LinkReport(linkage: linkage, outcome: outcome, judged: judged, fairness: fair)
                .write(to: report)
        }
        if why.count == 2 { print(try output.why(why[0], why[1])) }
        try writer.flush()
        for line in output.summary { StandardStreams.sayError(line) }
        if let known, let judged {
            StandardStreams.sayError(LinkOutput.line(of: judged, unknown: known.unknown))
        }
        StandardStreams.sayError(tally.line)
    }

    /// Every comparator a model may name; the Chinese ones, whose tables take a moment to read,
    /// where it names more than the standard ones.
    private static func comparators(for model: LinkModel) throws -> ComparatorSet {
        let standard = ComparatorSet.standard
        let names = Set(standard.names)
        if model.fields.allSatisfy({ names.contains($0.compare) }) { return standard }
        return try Assembly.comparators().added(to: standard)
    }

    private func readModel() throws -> LinkModel {
        guard let data = FileManager.default.contents(atPath: model) else {
            throw IntakeError.missing(model)
        }
        return try LinkModelFile.parse([UInt8](data), name: model)
    }

    private func readParted(_ table: LinkTable) throws -> [(String, String)] {
        guard let parted else { return [] }
        return try LinkTables.rows(of: parted, columns: ["left_id", "right_id"]).map { row in
            table.isLink ? ("L:\(row[0])", "R:\(row[1])") : (row[0], row[1])
        }
    }

    /// `id,entity`, or `left_id,right_id` for the pairs that belong together.
    private func readLabels(_ table: LinkTable) throws -> LinkLabels? {
        guard let labels else { return nil }
        do {
            let rows = try LinkTables.rows(of: labels, columns: ["id", "entity"])
            return LinkLabels(entities: rows.map { ($0[0], $0[1]) }, of: table)
        } catch IntakeError.header(let file, _) {
            do {
                let rows = try LinkTables.rows(of: labels, columns: ["left_id", "right_id"])
                return LinkLabels(pairs: rows.map { ($0[0], $0[1]) }, of: table)
            } catch IntakeError.header {
                throw IntakeError.header(
                    file, why: "there is neither id,entity nor left_id,right_id")
            }
        }
    }

    private func readPrevious() throws -> [String: String] {
        guard let previous else { return [:] }
        let rows = try LinkTables.rows(of: previous, columns: ["cluster", "id"])
        return Dictionary(rows.map { ($0[1], $0[0]) }, uniquingKeysWith: { first, _ in first })
    }
}

/// Tables for a linkage, read from CSV files.
enum LinkTables {
    /// The left table's rows, then the right one's; rows without an id, or with one that was there
    /// before, are refused.
    ///
    /// `others` are columns that the model does not name.
    static func read(
        _ files: [String], _ model: LinkModel, and others: [String], rejects: RejectWriter
    ) throws -> (LinkTable, Tally) {
        let columns = model.columns + others.filter { !model.columns.contains($0) }
        var builder = LinkTableBuilder(columns: columns, isLink: files.count == 2)
        var tally = Tally()
        for (index, file) in files.enumerated() {
            var reader = try TableReader(
                try ByteSource.open(file), columns: columns + [model.id])
            var seen: Set<String> = []
            reading: while true {
                switch try reader.next() {
                case .end: break reading
                case .rejected(let reject):
                    tally.reject()
                    try rejects.write(reject)
                case .row(var values):
                    let id = values.removeLast()
                    let fault = fault(in: values, columns) ?? fault(inID: id, model.id, &seen)
                    if let fault {
                        tally.reject()
                        try rejects.write(
                            Reject(file: file, line: reader.line, faults: [fault]))
                        continue
                    }
                    tally.accept()
                    builder.add(id: id, values: values, isRight: index == 1)
                }
            }
        }
        return (try builder.finish(), tally)
    }

    private static func fault(in values: [String], _ columns: [String]) -> Fault? {
        for (column, value) in values.enumerated() where value.utf8.count > Limits.fieldBytesMax {
            return Fault(
                field: columns[column], reason: "has more than \(Limits.fieldBytesMax) bytes")
        }
        return nil
    }

    private static func fault(
        inID id: String, _ column: String, _ seen: inout Set<String>
    ) -> Fault? {
        if id.isEmpty { return Fault(field: column, reason: "is empty, and names the record") }
        if id.utf8.count > Limits.idBytesMax {
            return Fault(field: column, reason: "has more than \(Limits.idBytesMax) bytes")
        }
        return seen.insert(id).inserted ? nil : Fault(field: column, reason: "is there twice")
    }

    /// The rows of a small table that has these columns; one of the wrong form is an error.
    static func rows(of file: String, columns: [String]) throws -> [[String]] {
        var reader = try TableReader(try ByteSource.open(file), columns: columns)
        var rows: [[String]] = []
        while true {
            switch try reader.next() {
            case .row(let values): rows.append(values)
            case .rejected(let reject):
                throw IntakeError.document(file, why: "line \(reject.line): \(reject.reason)")
            case .end: return rows
            }
        }
    }
}

/// Work over all processors, results in order.
struct ThreadWorkers: LinkWorkers {
    let threads: Int

    init(_ threads: Int?) {
        self.threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
    }

    func map<Result: Sendable>(
        _ count: Int, _ scratch: LinkScratch,
        _ body: @Sendable (Int, inout LinkScratch) -> Result
    ) -> [Result] {
        if threads == 1 || count < 2 { return OneWorker().map(count, scratch, body) }
        let next = Atomic(0)
        let found = Mutex<[(Int, Result)]>([])
        DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
            var scratch = scratch
            var own: [(Int, Result)] = []
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                if index >= count { break }
                own.append((index, body(index, &scratch)))
            }
            found.withLock { $0 += own }
        }
        return found.withLock { $0.sorted { $0.0 < $1.0 }.map(\.1) }
    }
}
