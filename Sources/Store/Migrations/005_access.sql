-- Who may do what: units in a tree, rights given by somebody else, second factors, sessions that
-- end, keys of programs, matters, and what a second person agreed to.

CREATE TABLE unit (
    id TEXT PRIMARY KEY,
    parent TEXT REFERENCES unit (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    division TEXT,
    created_at BIGINT NOT NULL
);

-- The units of people who are there already; the program adds the rest. Named after their codes: it
-- knows the names.
INSERT INTO unit (id, parent, kind, name, division, created_at)
SELECT 'city', NULL, 'city', '市公安局', NULL, 0 WHERE EXISTS (SELECT 1 FROM person);

INSERT INTO unit (id, parent, kind, name, division, created_at)
SELECT 'county-' || d.division, 'city', 'county', d.division, d.division, 0
FROM (SELECT DISTINCT division FROM person WHERE division IS NOT NULL) AS d;

ALTER TABLE person ADD COLUMN unit TEXT REFERENCES unit (id);
UPDATE person SET unit = CASE WHEN division IS NULL THEN 'city' ELSE 'county-' || division END;
ALTER TABLE person DROP COLUMN division;

-- The role that was asked for, until one is given.
ALTER TABLE person ADD COLUMN asked_role TEXT;
ALTER TABLE person ADD COLUMN created_by TEXT NOT NULL DEFAULT 'machine';
ALTER TABLE person ADD COLUMN must_change BIGINT NOT NULL DEFAULT 0;
ALTER TABLE person ADD COLUMN disabled_at BIGINT;
-- Second factors are sealed with the key file.
ALTER TABLE person ADD COLUMN second_factor TEXT;
ALTER TABLE person ADD COLUMN offered_factor TEXT;
ALTER TABLE person ADD COLUMN last_step BIGINT;
-- At the issuer of single sign-on: ISSUER SUBJECT.
ALTER TABLE person ADD COLUMN subject TEXT;
CREATE UNIQUE INDEX person_by_subject ON person (subject);

-- Sessions that are open begin anew: when they were used last is not known.
ALTER TABLE session ADD COLUMN opened_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN seen_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN second_factor BIGINT NOT NULL DEFAULT 0;
CREATE INDEX session_by_person ON session (person_id);

CREATE TABLE api_key (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    unit TEXT NOT NULL REFERENCES unit (id),
    role TEXT NOT NULL,
    scopes TEXT NOT NULL,
    requests_per_minute BIGINT NOT NULL,
    digest TEXT NOT NULL UNIQUE,
    -- The secret before the last rotation, and until when it opens.
    old_digest TEXT UNIQUE,
    overlaps_until BIGINT,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    granted_by TEXT,
    revoked_at BIGINT
);

CREATE TABLE matter (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    restricted BIGINT NOT NULL,
    opened_by TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    closed_at BIGINT
);

CREATE TABLE matter_member (
    matter TEXT NOT NULL REFERENCES matter (id),
    person TEXT NOT NULL REFERENCES person (id),
    PRIMARY KEY (matter, person)
);

CREATE INDEX matter_member_by_person ON matter_member (person, matter);

CREATE TABLE matter_lead (
    matter TEXT NOT NULL REFERENCES matter (id),
    lead TEXT NOT NULL REFERENCES lead (id),
    PRIMARY KEY (matter, lead)
);

CREATE INDEX matter_lead_by_lead ON matter_lead (lead, matter);

CREATE TABLE approval (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    purpose TEXT NOT NULL,
    reason TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    approved BIGINT,
    decided_by TEXT,
    decided_at BIGINT,
    decision_reason TEXT,
    used_at BIGINT
);

CREATE INDEX approval_by_time ON approval (asked_at, id);
