-- The journal (docs/journal.md): what was done, by whom and for what purpose, in the same
-- transaction as the change. Rows are only ever added, but for the head, which is one row.
-- Hashes are base 64 of 32 bytes; entries and notes are the exact bytes that were hashed or signed.

CREATE TABLE journal_leaf (
    number BIGINT PRIMARY KEY,
    entry TEXT NOT NULL,
    hash TEXT NOT NULL
);

-- Hashes of 256 below them, level 1 and above.
CREATE TABLE journal_hash (
    level BIGINT NOT NULL,
    number BIGINT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (level, number)
);

CREATE TABLE journal_checkpoint (
    number BIGINT PRIMARY KEY,
    note TEXT NOT NULL
);

-- Size, checkpoints and right edge of the tree: what the next append goes on from.
CREATE TABLE journal_head (
    id BIGINT PRIMARY KEY,
    head TEXT NOT NULL
);
