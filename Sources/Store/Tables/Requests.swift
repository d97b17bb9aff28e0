import Casework
import Primitives

/// Requests that were done once.
extension PortableTransaction {
    func doneRequest(_ key: String, of caller: ID<Person>) throws -> DoneRequest? {
        try connection.first(
            """
            SELECT digest, act, at FROM done_request WHERE caller = $1 AND request_key = $2
            """, [.text(caller.text), .text(key)]
        ) { row in
            DoneRequest(
                caller: caller, key: key, digest: row.text(0), act: row.text(1),
                at: Timestamp(microseconds: row.integer(2)))
        }
    }

    func add(_ request: DoneRequest) throws {
        try connection.execute(
            """
            INSERT INTO done_request (caller, request_key, digest, act, at)
            VALUES ($1, $2, $3, $4, $5)
            """,
            [
                .text(request.caller.text), .text(request.key), .text(request.digest),
                .text(request.act), .integer(request.at.microseconds),
            ])
    }

    func removeDoneRequests(until end: Timestamp) throws {
        try connection.execute(
            "DELETE FROM done_request WHERE at <= $1", [.integer(end.microseconds)])
    }
}
