-- The first schema: records with their verdicts, actors, leads with their history, people.
-- Portable between SQLite 3.40 and PostgreSQL 15: times are integer microseconds UTC, masses grams,
-- money fen, lists and reasons JSON text.

CREATE TABLE person (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    role TEXT NOT NULL,
    division TEXT,
    password_hash TEXT NOT NULL,
    failures BIGINT NOT NULL DEFAULT 0,
    failed_at BIGINT,
    created_at BIGINT NOT NULL
);

CREATE TABLE session (
    token_digest TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    form_token TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE division (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    longitude DOUBLE PRECISION NOT NULL,
    latitude DOUBLE PRECISION NOT NULL,
    datum TEXT NOT NULL,
    station TEXT NOT NULL
);

CREATE TABLE licence (
    number TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    holder TEXT NOT NULL,
    address TEXT NOT NULL,
    division TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT NOT NULL
);

CREATE TABLE licence_identifier (
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    licence TEXT NOT NULL REFERENCES licence (number),
    PRIMARY KEY (kind, value, licence)
);

CREATE TABLE listing (
    id TEXT PRIMARY KEY,
    platform TEXT NOT NULL,
    account TEXT NOT NULL,
    nickname TEXT,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    text_digest BIGINT NOT NULL,
    price_fen BIGINT,
    contacts TEXT NOT NULL,
    at BIGINT NOT NULL,
    place TEXT,
    longitude DOUBLE PRECISION,
    latitude DOUBLE PRECISION,
    datum TEXT,
    url TEXT,
    score DOUBLE PRECISION NOT NULL,
    advice TEXT NOT NULL,
    reasons TEXT NOT NULL,
    partial BIGINT NOT NULL,
    model TEXT NOT NULL,
    actor TEXT
);

CREATE INDEX listing_by_actor ON listing (actor, score);

CREATE TABLE waybill (
    number TEXT PRIMARY KEY,
    courier TEXT NOT NULL,
    accepted_at BIGINT NOT NULL,
    delivered_at BIGINT,
    sender_name TEXT,
    sender_phone TEXT,
    sender_phone_whole BIGINT,
    sender_address TEXT,
    sender_account TEXT,
    receiver_name TEXT,
    receiver_phone TEXT,
    receiver_phone_whole BIGINT,
    receiver_address TEXT,
    outlet TEXT,
    outlet_address TEXT,
    declared_name TEXT NOT NULL,
    pieces BIGINT NOT NULL,
    weight_grams BIGINT,
    dimensions TEXT,
    freight_payer TEXT,
    inspected BIGINT,
    xray TEXT NOT NULL,
    finding TEXT,
    order_number TEXT,
    insured_fen BIGINT,
    remarks TEXT,
    score DOUBLE PRECISION NOT NULL,
    advice TEXT NOT NULL,
    reasons TEXT NOT NULL,
    partial BIGINT NOT NULL,
    model TEXT NOT NULL,
    actor TEXT
);

CREATE INDEX waybill_by_actor ON waybill (actor, score);

CREATE TABLE lead (
    id TEXT PRIMARY KEY,
    actor TEXT NOT NULL,
    state TEXT NOT NULL,
    score DOUBLE PRECISION NOT NULL,
    prior DOUBLE PRECISION NOT NULL,
    evidence TEXT NOT NULL,
    division TEXT NOT NULL,
    found_at BIGINT NOT NULL,
    due_at BIGINT,
    -- Deadlines sort after every real time where there is none.
    due_order BIGINT NOT NULL,
    outcome TEXT,
    ended_at BIGINT,
    actor_name TEXT NOT NULL,
    listings BIGINT NOT NULL,
    waybills BIGINT NOT NULL,
    terms TEXT NOT NULL,
    search TEXT NOT NULL,
    version BIGINT NOT NULL
);

CREATE INDEX lead_by_actor ON lead (actor);
CREATE INDEX lead_by_score ON lead (score, id);
CREATE INDEX lead_by_due ON lead (due_order, id);
CREATE INDEX lead_by_found ON lead (found_at, id);

CREATE TABLE lead_event (
    lead TEXT NOT NULL REFERENCES lead (id),
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    person TEXT NOT NULL,
    person_name TEXT NOT NULL,
    step TEXT NOT NULL,
    from_state TEXT,
    to_state TEXT NOT NULL,
    outcome TEXT,
    note TEXT NOT NULL,
    PRIMARY KEY (lead, number)
);
