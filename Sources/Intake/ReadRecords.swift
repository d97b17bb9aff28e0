import Primitives
package import Records

/// Reads listings from files, `-` being standard input, and hands them on in batches and in order.
///
/// Memory does not grow with the input. Every bad record goes to `rejects`; the tally counts all.
/// Reading blocks the calling task's thread; `each` is awaited before reading goes on.
/// - Throws: `IntakeError` where an input cannot be read as a whole (every regular file is looked
///   at before the first is read), and what `each` throws. Records accepted before a read error are
///   handed on first.
package func readListings(
    paths: [String], options: IntakeOptions = IntakeOptions(), rejects: RejectWriter,
    batch: Int = Limits.importBatchRecords, each: ([Listing]) async throws -> Void
) async throws -> Tally {
    try await readRecords(
        ListingIntake.self, paths: paths, options: options, rejects: rejects, batch: batch,
        each: each)
}

/// Reads waybills; as `readListings`.
package func readWaybills(
    paths: [String], options: IntakeOptions = IntakeOptions(), rejects: RejectWriter,
    batch: Int = Limits.importBatchRecords, each: ([Waybill]) async throws -> Void
) async throws -> Tally {
    try await readRecords(
        WaybillIntake.self, paths: paths, options: options, rejects: rejects, batch: batch,
        each: each)
}

/// Reads texts to screen; as `readListings`.
package func readScreeningRows(
    paths: [String], options: IntakeOptions = IntakeOptions(), rejects: RejectWriter,
    batch: Int = Limits.importBatchRecords, each: ([ScreeningRow]) async throws -> Void
) async throws -> Tally {
    try await readRecords(
        ScreeningIntake.self, paths: paths, options: options, rejects: rejects, batch: batch,
        each: each)
}

/// Reads labelled texts; as `readListings`.
package func readLabelledRows(
    paths: [String], options: IntakeOptions = IntakeOptions(), rejects: RejectWriter,
    batch: Int = Limits.importBatchRecords, each: ([LabelledRow]) async throws -> Void
) async throws -> Tally {
    try await readRecords(
        TrainingIntake.self, paths: paths, options: options, rejects: rejects, batch: batch,
        each: each)
}

private func readRecords<Row: IntakeRow>(
    _ row: Row.Type, paths: [String], options: IntakeOptions, rejects: RejectWriter, batch: Int,
    each: ([Row.Record]) async throws -> Void
) async throws -> Tally {
    precondition(batch > 0, "a batch holds at least one record")
    let total = try lookAt(paths)
    let note = options.note ?? tellOnStandardError
    var run = Run(
        rejects: rejects, bar: options.progress ? ProgressBar.standardError(total: total) : nil)
    defer { run.bar?.clear() }
    for path in paths {
        var held: [Row.Record] = []
        var heldFrom = 0
        var reader = try RecordReader<Row>(ByteSource.open(path), options: options)
        var isOver = false
        while !isOver {
            var problem: IntakeError?
            do throws(IntakeError) {
                isOver = try run.step(&reader, into: &held)
            } catch {
                problem = error
            }
            let isFull =
                held.count >= batch || reader.bytesTaken - heldFrom >= Limits.batchBytesMax
            if isFull || isOver || problem != nil || reader.mightWait {
                try rejects.flush()
                try Task.checkCancellation()
                if !held.isEmpty { try await each(held) }
                held.removeAll(keepingCapacity: true)
                heldFrom = reader.bytesTaken
            }
            if let problem { throw problem }
        }
        run.finish(reader)
        for line in reader.noteLines { note("\(path): \(line)") }
    }
    return run.tally
}

/// What a run over several files carries from record to record.
private struct Run {
    let rejects: RejectWriter
    var bar: ProgressBar?
    var tally = Tally()
    private var bytesBefore = 0

    init(rejects: RejectWriter, bar: ProgressBar?) {
        self.rejects = rejects
        self.bar = bar
    }

    /// Reads one record; true at the end of the source.
    mutating func step<Row: IntakeRow>(
        _ reader: inout RecordReader<Row>, into held: inout [Row.Record]
    ) throws(IntakeError) -> Bool {
        switch try reader.next() {
        case .end: return true
        case .accepted(let record): held.append(record)
        case .rejected(let reject):
            if rejects.isTerminal { bar?.clear() }
            try rejects.write(reject)
        }
        // The clock is asked once in a hundred records.
        if bar != nil, reader.tally.read % 100 == 0 {
            bar?.show(
                bytes: bytesBefore + reader.bytesTaken, records: tally.read + reader.tally.read)
        }
        return false
    }

    mutating func finish<Row: IntakeRow>(_ reader: RecordReader<Row>) {
        tally = tally + reader.tally
        bytesBefore += reader.bytesTaken
        bar?.clear()
    }
}

/// Opens every regular file once and looks at its first bytes, so that a wrong one is told before
/// anything is done; the bytes in all where every input is a regular file.
private func lookAt(_ paths: [String]) throws(IntakeError) -> Int? {
    var total: Int? = 0
    for path in paths {
        if path == "-" {
            total = nil
            continue
        }
        let source = try ByteSource.open(path)
        guard let size = source.byteCount else {
            total = nil
            continue
        }
        total = total.map { $0 + size }
        var lines = LineReader(source)
        _ = try lines.firstVisibleByte()
    }
    return total
}

@Sendable private func tellOnStandardError(_ line: String) {
    // Nobody to tell it to is no reason to stop the run.
    try? writeAll(Array("note: \(line)\n".utf8), to: 2, name: "standard error")
}
