/// The schema as PostgreSQL's catalogue has it, and what is PostgreSQL's own in it.
enum PostgreSQLSchema {
    static func isThere(_ table: String, _ connection: any SQLConnection) throws -> Bool {
        try connection.first("SELECT to_regclass($1) IS NOT NULL", [.text(table)]) { $0.flag(0) }
            ?? false
    }

    static func tables(_ connection: any SQLConnection) throws -> [SQLTable] {
        var tables: [SQLTable] = []
        try connection.forEach(
            """
            SELECT c.relname, a.attname, t.typname
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid
            WHERE n.nspname = current_schema() AND c.relkind = 'r' AND a.attnum > 0
                AND NOT a.attisdropped
            ORDER BY c.oid, a.attnum
            """, []
        ) { row in
            let kind: SQLTable.Kind =
                switch row.text(2) {
                case "int8", "int4", "int2": .integer
                case "float8", "float4": .real
                case "text", "varchar": .text
                case "bytea": .bytes
                case let other:
                    throw StoreError.damaged(
                        table: row.text(0), id: "-", what: "column of type \(other)")
                }
            let column = (name: row.text(1), kind: kind)
            if tables.last?.name == row.text(0) {
                tables[tables.count - 1].columns.append(column)
            } else {
                tables.append(SQLTable(name: row.text(0), columns: [column]))
            }
        }
        return tables
    }

    /// Makes every text column compare by its bytes, as SQLite does.
    ///
    /// The order of rows, `LOWER` and what an index holds are then the same on both engines and on
    /// every system, whatever locale the database was made with; a new C library, which sorts
    /// otherwise, cannot break an index.
    static func compareBytes(_ connection: any SQLConnection) throws {
        let statements = try connection.rows(
            """
            SELECT format('ALTER TABLE %I ', c.relname) || string_agg(
                format('ALTER COLUMN %I TYPE text COLLATE "C"', a.attname), ', ' ORDER BY a.attnum)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                JOIN pg_attribute a ON a.attrelid = c.oid
                JOIN pg_collation l ON l.oid = a.attcollation
            WHERE n.nspname = current_schema() AND c.relkind = 'r' AND a.attnum > 0
                AND NOT a.attisdropped AND a.atttypid = 'text'::regtype AND l.collname <> 'C'
            GROUP BY c.oid, c.relname ORDER BY c.oid
            """
        ) { $0.text(0) }
        for statement in statements { try connection.execute(statement, []) }
    }

    /// Lets references be checked at the end of the transaction; the result puts them back.
    static func deferReferences(_ connection: any SQLConnection) throws -> [String] {
        let references = try connection.rows(
            """
            SELECT format('ALTER TABLE %I ALTER CONSTRAINT %I ', t.relname, c.conname)
            FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
                JOIN pg_namespace n ON n.oid = t.relnamespace
            WHERE n.nspname = current_schema() AND c.contype = 'f' AND NOT c.condeferrable
            ORDER BY c.oid
            """
        ) { $0.text(0) }
        for reference in references {
            try connection.execute(reference + "DEFERRABLE INITIALLY DEFERRED", [])
        }
        return references
    }

    static func checkReferences(
        _ references: [String], _ connection: any SQLConnection
    ) throws {
        try connection.execute("SET CONSTRAINTS ALL IMMEDIATE", [])
        for reference in references { try connection.execute(reference + "NOT DEFERRABLE", []) }
    }
}
