import CPostgres
import Dispatch
import Primitives

/// One connection to the server, with a queue of its own on which libpq may wait.
///
/// libpq blocks, so nothing of it runs on Swift's cooperative threads: whoever uses a session does
/// so on its `queue`.
// @unchecked: all state is touched on `queue` alone, and libpq allows one thread at a time.
final class PostgreSQLSession: @unchecked Sendable {
    let queue = DispatchQueue(label: "fuseline.postgresql")
    let connection: OpaquePointer
    /// Names of the prepared statements, by their text.
    private var statements: [String: String] = [:]
    private var prepared = 0
    /// The answer that is being read row by row, which any other statement has to wait for.
    private var stream: PostgreSQLStream?

    /// The first fault of the transaction; every later statement of it fails because of this one.
    private(set) var fault: PostgreSQLFault?
    private(set) var changes = 0
    /// Whether any statement of the transaction changed a row.
    private(set) var hasChanged = false

    /// Connects, waiting at most the address's `connect_timeout`; call it where that may block.
    ///
    /// - Throws: `PostgreSQLFault`, a lost connection.
    init(_ address: PostgreSQLAddress, settings: PostgreSQLSettings) throws(PostgreSQLFault) {
        let options = address.parameters.sorted { $0.key < $1.key }
        let opened = CStrings(options.flatMap { [$0.key, $0.value] }).withPointers { pointers in
            let keywords = stride(from: 0, to: pointers.count, by: 2).map { pointers[$0] } + [nil]
            let values = stride(from: 1, to: pointers.count, by: 2).map { pointers[$0] } + [nil]
            return PQconnectdbParams(keywords, values, 0)
        }
        guard let opened else {
            throw PostgreSQLFault(state: nil, says: "libpq has no memory.", isLost: true)
        }
        connection = opened
        guard PQstatus(connection) == CONNECTION_OK else {
            throw PostgreSQLFault(result: nil, connection: connection)
        }
        // A notice may repeat values, and would go to standard error.
        PQsetNoticeProcessor(connection, { _, _ in }, nil)
        try run(settings.sql)
    }

    deinit { PQfinish(connection) }

    var isUsable: Bool {
        fault?.isLost != true && fault?.isStale != true && PQstatus(connection) == CONNECTION_OK
            && PQtransactionStatus(connection) == PQTRANS_IDLE
    }

    /// Sends statements without parameters and gives the command that the last one was.
    @discardableResult
    func run(_ sql: String) throws(PostgreSQLFault) -> String {
        finishStream()
        let result = PQexec(connection, sql)
        defer { PQclear(result) }
        try check(result)
        return PQcmdStatus(result).map { String(cString: $0) } ?? ""
    }

    /// Begins a transaction with the statements of `sql`.
    func begin(_ sql: String) throws(PostgreSQLFault) {
        fault = nil
        hasChanged = false
        try run(sql)
    }

    /// Ends a transaction that is not to be kept; what goes wrong ends the connection.
    func rollback() {
        let first = fault
        _ = try? run("ROLLBACK")
        fault = first ?? fault
    }

    /// Remembers the first fault of a transaction and throws every one.
    private func check(_ result: OpaquePointer?) throws(PostgreSQLFault) {
        let status = PQresultStatus(result)
        guard status != PGRES_COMMAND_OK, status != PGRES_TUPLES_OK else { return }
        throw note(PostgreSQLFault(result: result, connection: connection))
    }

    private func note(_ new: PostgreSQLFault) -> PostgreSQLFault {
        if fault == nil || new.isLost { fault = new }
        return new
    }

    /// The name under which the server knows `sql`, prepared once.
    private func name(of sql: String) throws(PostgreSQLFault) -> String {
        if let name = statements[sql] { return name }
        if statements.count >= Limits.preparedStatementsMax {
            try run("DEALLOCATE ALL")
            statements = [:]
        }
        prepared += 1
        let name = "s\(prepared)"
        let result = PQprepare(connection, name, sql, 0, nil)
        defer { PQclear(result) }
        try check(result)
        statements[sql] = name
        return name
    }

    private func count(_ result: OpaquePointer?) -> Int {
        PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
    }

    // MARK: Rows

    /// The next row's answer, which the caller clears; nil after the last.
    private func next(_ stream: PostgreSQLStream) throws(PostgreSQLFault) -> OpaquePointer? {
        if let kept = stream.takeKept() { return kept }
        if let fault = stream.fault { throw fault }
        guard self.stream === stream else { return nil }
        while let result = PQgetResult(connection) {
            switch PQresultStatus(result) {
            case PGRES_SINGLE_TUPLE: return result
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK: PQclear(result)
            default:
                let fault = note(PostgreSQLFault(result: result, connection: connection))
                PQclear(result)
                finishStream()
                throw fault
            }
        }
        self.stream = nil
        return nil
    }

    /// Reads the answer that is under way to its end and keeps its rows for whoever reads it: the
    /// server takes no other statement before.
    private func finishStream() {
        guard let stream else { return }
        self.stream = nil
        while let result = PQgetResult(connection) {
            switch PQresultStatus(result) {
            case PGRES_SINGLE_TUPLE: stream.keep(result)
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK: PQclear(result)
            default:
                stream.fault = note(PostgreSQLFault(result: result, connection: connection))
                PQclear(result)
            }
        }
    }
}

extension PostgreSQLSession: SQLConnection {
    func execute(_ sql: String, _ values: [SQLValue]) throws {
        finishStream()
        do throws(PostgreSQLFault) {
            let name = try name(of: sql)
            let result = try parameters(values).withPointers { pointers in
                PQexecPrepared(connection, name, Int32(pointers.count), pointers, nil, nil, 0)
            }
            defer { PQclear(result) }
            try check(result)
            changes = count(result)
            if changes > 0 { hasChanged = true }
        } catch { throw error.error }
    }

    func execute(_ sql: String, each rows: [[SQLValue]]) throws {
        guard !rows.isEmpty else {
            changes = 0
            return
        }
        finishStream()
        do throws(PostgreSQLFault) {
            let name = try name(of: sql)
            var total = 0
            for start in stride(from: 0, to: rows.count, by: Limits.pipelinedStatementsMax) {
                let end = min(start + Limits.pipelinedStatementsMax, rows.count)
                total += try pipeline(name, rows[start..<end])
            }
            changes = total
            if changes > 0 { hasChanged = true }
        } catch { throw error.error }
    }

    /// Sends a statement once a row, and only then reads what came of it.
    private func pipeline(
        _ name: String, _ rows: ArraySlice<[SQLValue]>
    ) throws(PostgreSQLFault) -> Int {
        var first: PostgreSQLFault?
        var total = 0
        guard PQenterPipelineMode(connection) == 1 else { throw lost() }
        for values in rows {
            let sent = try parameters(values).withPointers { pointers in
                PQsendQueryPrepared(
                    connection, name, Int32(pointers.count), pointers, nil, nil, 0)
            }
            guard sent == 1 else { throw lost() }
        }
        guard PQpipelineSync(connection) == 1 else { throw lost() }
        for _ in rows {
            // An answer, and the null pointer that ends it.
            while let result = PQgetResult(connection) {
                let status = PQresultStatus(result)
                if status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK {
                    total += count(result)
                } else if first == nil {
                    first = note(PostgreSQLFault(result: result, connection: connection))
                }
                PQclear(result)
            }
            if PQstatus(connection) != CONNECTION_OK { break }
        }
        PQclear(PQgetResult(connection))
        let left = PQexitPipelineMode(connection) == 1
        if let first { throw first }
        guard left, PQstatus(connection) == CONNECTION_OK else { throw lost() }
        return total
    }

    func forEach(
        _ sql: String, _ values: [SQLValue], _ body: (any SQLRow) throws -> Void
    ) throws {
        finishStream()
        let stream = PostgreSQLStream()
        do throws(PostgreSQLFault) {
            let name = try name(of: sql)
            let sent = try parameters(values).withPointers { pointers in
                PQsendQueryPrepared(
                    connection, name, Int32(pointers.count), pointers, nil, nil, 0)
            }
            guard sent == 1, PQsetSingleRowMode(connection) == 1 else { throw lost() }
        } catch { throw error.error }
        self.stream = stream
        defer { if self.stream === stream { finishStream() } }
        while let result = try nextForCaller(stream) {
            defer { PQclear(result) }
            try body(PostgreSQLRow(result: result))
        }
    }

    private func nextForCaller(_ stream: PostgreSQLStream) throws -> OpaquePointer? {
        do throws(PostgreSQLFault) { return try next(stream) } catch { throw error.error }
    }

    /// The fault of a call that libpq refused.
    private func lost() -> PostgreSQLFault {
        note(PostgreSQLFault(result: nil, connection: connection))
    }

    private func parameters(_ values: [SQLValue]) throws(PostgreSQLFault) -> CStrings {
        do throws(CStrings.NulByte) {
            return try CStrings(values)
        } catch {
            throw note(
                PostgreSQLFault(
                    state: "22021",
                    says: "a text holds the character U+0000, which PostgreSQL"
                        + " does not keep", isLost: false))
        }
    }
}

/// The rest of an answer, read before its reader asked for it because another statement came.
///
/// Rows are held only in that case: a query inside the `forEach` of another one.
final class PostgreSQLStream {
    private var kept: [OpaquePointer] = []
    private var taken = 0
    var fault: PostgreSQLFault?

    func keep(_ result: OpaquePointer) { kept.append(result) }

    /// The next kept row, which the caller clears.
    func takeKept() -> OpaquePointer? {
        guard taken < kept.count else { return nil }
        taken += 1
        return kept[taken - 1]
    }

    deinit { for result in kept[taken...] { PQclear(result) } }
}

/// The one row of an answer; values are text.
struct PostgreSQLRow: SQLRow {
    let result: OpaquePointer

    func isNull(_ column: Int) -> Bool { PQgetisnull(result, 0, Int32(column)) != 0 }

    func integer(_ column: Int) -> Int64 {
        let text = text(column)
        switch text {
        case "t": return 1
        case "f": return 0
        default:
            guard let value = Int64(text) else {
                preconditionFailure("column \(column) of a query is no integer")
            }
            return value
        }
    }

    func real(_ column: Int) -> Double {
        guard let value = Double(text(column)) else {
            preconditionFailure("column \(column) of a query is no number")
        }
        return value
    }

    func text(_ column: Int) -> String {
        let length = Int(PQgetlength(result, 0, Int32(column)))
        guard length > 0, let start = PQgetvalue(result, 0, Int32(column)) else { return "" }
        let bytes = UnsafeRawBufferPointer(start: start, count: length)
        return String(decoding: bytes, as: UTF8.self)
    }

    func bytes(_ column: Int) -> [UInt8] {
        let length = Int(PQgetlength(result, 0, Int32(column)))
        guard length > 0, let start = PQgetvalue(result, 0, Int32(column)) else { return [] }
        guard
            let bytes = Hexadecimal.bytes(UnsafeRawBufferPointer(start: start, count: length))
        else { preconditionFailure("column \(column) of a query is no bytea") }
        return bytes
    }
}

/// A `bytea` as text (bytea_output = hex, the default since 9.0, which every connection sets):
/// `\\x` and two digits a byte.
enum Hexadecimal {
    private static let digits = Array("0123456789abcdef".utf8)

    static func spelled(_ bytes: [UInt8]) -> [UInt8] {
        var text = Array("\\x".utf8)
        text.reserveCapacity(bytes.count * 2 + 2)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return text
    }

    static func bytes(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
        guard text.count >= 2, text.count.isMultiple(of: 2), text[0] == UInt8(ascii: "\\"),
            text[1] == UInt8(ascii: "x")
        else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 2 - 1)
        for at in stride(from: 2, to: text.count, by: 2) {
            guard let high = value(text[at]), let low = value(text[at + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x61...0x66: digit - 0x61 + 10
        default: nil
        }
    }
}

/// Texts as C wants them: one block of bytes, each text ended by a zero.
struct CStrings {
    /// A text that C would cut short.
    struct NulByte: Error {}

    private var bytes: [CChar] = []
    /// Where each begins; nil for SQL's NULL.
    private var starts: [Int?] = []

    init(_ texts: [String]) {
        for text in texts { append(text.utf8) }
    }

    init(_ values: [SQLValue]) throws(NulByte) {
        starts.reserveCapacity(values.count)
        for value in values {
            switch value {
            case .null: starts.append(nil)
            case .integer(let number): append(String(number).utf8)
            case .real(let number): append(number.description.utf8)
            case .text(let text):
                if text.utf8.contains(0) { throw NulByte() }
                append(text.utf8)
            case .bytes(let bytes): append(Hexadecimal.spelled(bytes))
            }
        }
    }

    private mutating func append(_ text: some Sequence<UInt8>) {
        starts.append(bytes.count)
        for byte in text { bytes.append(CChar(bitPattern: byte)) }
        bytes.append(0)
    }

    /// Calls `body` with a pointer to each, valid while it runs.
    func withPointers<Value>(_ body: ([UnsafePointer<CChar>?]) -> Value) -> Value {
        bytes.withUnsafeBufferPointer { buffer in
            body(starts.map { start in start.flatMap { buffer.baseAddress?.advanced(by: $0) } })
        }
    }
}
