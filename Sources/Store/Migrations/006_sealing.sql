-- Personal data sealed at rest (docs/personal-data.md): each table keeps what names, reaches or
-- locates a person in one column `sealed`, which opens with the key file alone. What stands in clear
-- already goes into tables `…_plain`, which the program empties and drops when it next opens the
-- database: only it has the key.

-- Which key file the database belongs to.
CREATE TABLE sealing (
    id BIGINT PRIMARY KEY,
    sealed BYTEA NOT NULL,
    proof TEXT NOT NULL
);

DROP INDEX listing_by_actor;
DROP INDEX listing_by_time;
ALTER TABLE listing RENAME TO listing_plain;

CREATE TABLE listing (
    id TEXT PRIMARY KEY,
    platform TEXT NOT NULL,
    kind TEXT NOT NULL,
    price_fen BIGINT,
    at BIGINT NOT NULL,
    score DOUBLE PRECISION NOT NULL,
    advice TEXT NOT NULL,
    partial BIGINT NOT NULL,
    model TEXT NOT NULL,
    actor TEXT,
    sealed BYTEA NOT NULL
);

CREATE INDEX listing_by_actor ON listing (actor, score);
CREATE INDEX listing_by_time ON listing (at, id);

DROP INDEX waybill_by_actor;
ALTER TABLE waybill RENAME TO waybill_plain;

CREATE TABLE waybill (
    number TEXT PRIMARY KEY,
    courier TEXT NOT NULL,
    accepted_at BIGINT NOT NULL,
    delivered_at BIGINT,
    pieces BIGINT NOT NULL,
    weight_grams BIGINT,
    dimensions TEXT,
    freight_payer TEXT,
    inspected BIGINT,
    xray TEXT NOT NULL,
    has_finding BIGINT NOT NULL,
    insured_fen BIGINT,
    score DOUBLE PRECISION NOT NULL,
    advice TEXT NOT NULL,
    partial BIGINT NOT NULL,
    model TEXT NOT NULL,
    actor TEXT,
    sealed BYTEA NOT NULL
);

CREATE INDEX waybill_by_actor ON waybill (actor, score);

ALTER TABLE licence_identifier RENAME TO licence_identifier_plain;
ALTER TABLE licence RENAME TO licence_plain;

CREATE TABLE licence (
    number TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    division TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT NOT NULL,
    sealed BYTEA NOT NULL
);

-- The keyed digest of an identifier, by which equal ones are found.
CREATE TABLE licence_identifier (
    token TEXT NOT NULL,
    licence TEXT NOT NULL REFERENCES licence (number),
    PRIMARY KEY (token, licence)
);

-- Other tables refer to leads and matters, so these stay where they are.
CREATE TABLE lead_plain (
    id TEXT PRIMARY KEY,
    actor TEXT NOT NULL,
    evidence TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    terms TEXT NOT NULL,
    search TEXT NOT NULL
);
INSERT INTO lead_plain (id, actor, evidence, actor_name, terms, search)
SELECT id, actor, evidence, actor_name, terms, search FROM lead;
ALTER TABLE lead DROP COLUMN evidence;
ALTER TABLE lead DROP COLUMN actor_name;
ALTER TABLE lead DROP COLUMN terms;
ALTER TABLE lead DROP COLUMN search;
ALTER TABLE lead ADD COLUMN sealed BYTEA;

ALTER TABLE lead_event RENAME TO lead_event_plain;

CREATE TABLE lead_event (
    lead TEXT NOT NULL REFERENCES lead (id),
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    person TEXT NOT NULL,
    step TEXT NOT NULL,
    from_state TEXT,
    to_state TEXT NOT NULL,
    outcome TEXT,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (lead, number)
);

DROP INDEX severance_by_time;
ALTER TABLE severance RENAME TO severance_plain;

CREATE TABLE severance (
    id TEXT PRIMARY KEY,
    -- `identifier` or `pair`.
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    lead TEXT NOT NULL,
    person TEXT NOT NULL,
    at BIGINT NOT NULL,
    ended_by TEXT,
    ended_at BIGINT,
    sealed BYTEA NOT NULL
);

CREATE INDEX severance_by_time ON severance (at, id);

-- The last linking and its explanations are made anew by the next one; what stands in clear goes.
DELETE FROM linking;
ALTER TABLE linking DROP COLUMN summary;
ALTER TABLE linking ADD COLUMN sealed BYTEA;
DELETE FROM actor_evidence;
ALTER TABLE actor_evidence DROP COLUMN evidence;
ALTER TABLE actor_evidence ADD COLUMN sealed BYTEA;

CREATE TABLE matter_plain (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL
);
INSERT INTO matter_plain (id, name) SELECT id, name FROM matter;
ALTER TABLE matter DROP COLUMN name;
ALTER TABLE matter ADD COLUMN sealed BYTEA;

DROP INDEX approval_by_time;
ALTER TABLE approval RENAME TO approval_plain;

CREATE TABLE approval (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    purpose TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    approved BIGINT,
    decided_by TEXT,
    decided_at BIGINT,
    used_at BIGINT,
    sealed BYTEA NOT NULL
);

CREATE INDEX approval_by_time ON approval (asked_at, id);

-- Who saw a person's identifiers in clear, when and for what; the words of the reason are sealed.
CREATE TABLE unmasking (
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL,
    lead TEXT NOT NULL,
    at BIGINT NOT NULL,
    purpose TEXT NOT NULL,
    sealed BYTEA NOT NULL
);

CREATE INDEX unmasking_by_person ON unmasking (person, at);

-- What was deleted because its time was over: keyed digests, from which the root that stands in the
-- journal is made anew (docs/personal-data.md).
CREATE TABLE purge_batch (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    removed BIGINT NOT NULL,
    root TEXT NOT NULL,
    digests BYTEA NOT NULL
);

CREATE INDEX purge_batch_by_time ON purge_batch (at, id);
