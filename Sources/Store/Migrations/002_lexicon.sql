-- Lexicons that somebody proposed, with who decided when and why: the history of the lexicon.
-- Rows are never taken away. The one in use is the adopted row with the greatest adoption number.

CREATE TABLE lexicon (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    digest TEXT NOT NULL,
    base_digest TEXT NOT NULL,
    -- The lexicon file as it stands, tab-separated.
    content TEXT NOT NULL,
    terms BIGINT NOT NULL,
    added BIGINT NOT NULL,
    removed BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    proposed_by TEXT NOT NULL,
    proposed_name TEXT NOT NULL,
    proposed_at BIGINT NOT NULL,
    note TEXT NOT NULL,
    outcome TEXT,
    decided_by TEXT,
    decided_name TEXT,
    decided_at BIGINT,
    reason TEXT,
    adoption BIGINT UNIQUE
);

CREATE INDEX lexicon_by_time ON lexicon (proposed_at, id);

-- The latest texts, on which a proposed lexicon is tried.
CREATE INDEX listing_by_time ON listing (at, id);
