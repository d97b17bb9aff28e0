import Primitives

/// How many connections there are, and how long anything may take.
package struct PostgreSQLSettings: Hashable, Sendable {
    package var readersMax = Limits.databaseReadersMax
    package var waitMilliseconds = Limits.databaseWaitMilliseconds
    package var statementMilliseconds = Limits.databaseStatementMilliseconds
    package var attemptsMax = Limits.databaseAttemptsMax

    package init() {}

    /// What every connection is told once: limits of time, and that a commit is on disk when it
    /// is answered, whatever the server's or the user's default.
    ///
    /// Keepalives make the server notice within a minute that a writer's machine is gone; its lock
    /// would stop every other writer.
    var sql: String {
        """
        SET statement_timeout = \(statementMilliseconds);
        SET lock_timeout = \(waitMilliseconds);
        SET tcp_keepalives_idle = 30;
        SET tcp_keepalives_interval = 10;
        SET tcp_keepalives_count = 3;
        SET standard_conforming_strings = on;
        SET extra_float_digits = 1;
        SET bytea_output = hex;
        SET client_min_messages = warning;
        SELECT set_config('synchronous_commit', 'on', false)
            WHERE current_setting('synchronous_commit') = 'off'
        """
    }
}
