import Casework

extension PortableTransaction {
    func journalHead() throws -> String? {
        try connection.first("SELECT head FROM journal_head WHERE id = 0") { $0.text(0) }
    }

    func forEachJournalLeaf(_ body: (JournalLeaf) throws -> Void) throws {
        try connection.forEach(
            "SELECT number, entry, hash FROM journal_leaf ORDER BY number", []
        ) { row in
            try body(
                JournalLeaf(
                    number: Int(row.integer(0)), entry: row.text(1), hash: row.text(2)))
        }
    }

    func journalLeaves(
        before number: Int, containing parts: [String], limit: Int
    ) throws -> [JournalLeaf] {
        var values: [SQLValue] = [.integer(Int64(number))]
        var conditions = "number < $1"
        for part in parts {
            values.append(.text(part))
            // REPLACE looks for the text as it is; LIKE has signs of its own.
            conditions += " AND REPLACE(entry, $\(values.count), '') <> entry"
        }
        values.append(.integer(Int64(limit)))
        return try connection.rows(
            """
            SELECT number, entry, hash FROM journal_leaf WHERE \(conditions)
            ORDER BY number DESC LIMIT $\(values.count)
            """, values
        ) { JournalLeaf(number: Int($0.integer(0)), entry: $0.text(1), hash: $0.text(2)) }
    }

    func forEachJournalHash(_ body: (JournalHash) throws -> Void) throws {
        try connection.forEach(
            "SELECT level, number, hash FROM journal_hash ORDER BY level, number", []
        ) { row in
            try body(
                JournalHash(
                    level: Int(row.integer(0)), number: Int(row.integer(1)), hash: row.text(2)))
        }
    }

    func journalHashes(level: Int, _ numbers: Range<Int>) throws -> [String] {
        let range: [SQLValue] = [
            .integer(Int64(numbers.lowerBound)), .integer(Int64(numbers.upperBound)),
        ]
        if level == 0 {
            return try connection.rows(
                """
                SELECT hash FROM journal_leaf WHERE number >= $1 AND number < $2 ORDER BY number
                """, range
            ) { $0.text(0) }
        }
        return try connection.rows(
            """
            SELECT hash FROM journal_hash
            WHERE number >= $1 AND number < $2 AND level = $3 ORDER BY number
            """, range + [.integer(Int64(level))]
        ) { $0.text(0) }
    }

    func journalEntries(_ numbers: Range<Int>) throws -> [String] {
        try connection.rows(
            "SELECT entry FROM journal_leaf WHERE number >= $1 AND number < $2 ORDER BY number",
            [.integer(Int64(numbers.lowerBound)), .integer(Int64(numbers.upperBound))]
        ) { $0.text(0) }
    }

    func journalCheckpoints() throws -> [String] {
        try connection.rows("SELECT note FROM journal_checkpoint ORDER BY number") { $0.text(0) }
    }

    func lastJournalCheckpoint() throws -> String? {
        try connection.first(
            "SELECT note FROM journal_checkpoint ORDER BY number DESC LIMIT 1"
        ) { $0.text(0) }
    }

    func appendToJournal(_ leaves: [JournalLeaf], hashes: [JournalHash]) throws {
        try connection.execute(
            "INSERT INTO journal_leaf (number, entry, hash) VALUES ($1, $2, $3)",
            each: leaves.map {
                [.integer(Int64($0.number)), .text($0.entry), .text($0.hash)]
            })
        try connection.execute(
            "INSERT INTO journal_hash (level, number, hash) VALUES ($1, $2, $3)",
            each: hashes.map {
                [.integer(Int64($0.level)), .integer(Int64($0.number)), .text($0.hash)]
            })
    }

    func addJournalCheckpoint(_ note: String, number: Int) throws {
        try connection.execute(
            "INSERT INTO journal_checkpoint (number, note) VALUES ($1, $2)",
            [.integer(Int64(number)), .text(note)])
    }

    func putJournalHead(_ head: String) throws {
        try connection.execute(
            """
            INSERT INTO journal_head (id, head) VALUES (0, $1)
            ON CONFLICT (id) DO UPDATE SET head = excluded.head
            """, [.text(head)])
    }
}
