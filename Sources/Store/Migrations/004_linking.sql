-- What people parted in actors, with who, when and why. Rows are never taken away: one that was
-- taken back keeps its end.

CREATE TABLE severance (
    id TEXT PRIMARY KEY,
    -- `identifier` or `pair`.
    kind TEXT NOT NULL,
    identifier TEXT,
    left_record TEXT,
    right_record TEXT,
    actor TEXT NOT NULL,
    lead TEXT NOT NULL,
    person TEXT NOT NULL,
    person_name TEXT NOT NULL,
    at BIGINT NOT NULL,
    reason TEXT NOT NULL,
    ended_by TEXT,
    ended_name TEXT,
    ended_at BIGINT,
    end_reason TEXT
);

CREATE INDEX severance_by_time ON severance (at, id);

-- The last linking, with what its page shows.
CREATE TABLE linking (
    number BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    summary TEXT NOT NULL
);

-- Why the records of each actor with a lead are one, as that linking found it.
CREATE TABLE actor_evidence (
    actor TEXT PRIMARY KEY,
    linking BIGINT NOT NULL,
    evidence TEXT NOT NULL
);
