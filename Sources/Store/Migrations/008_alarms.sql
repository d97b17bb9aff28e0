-- Workrooms under watch. A site's plan is its file, normalised; `revision` counts what was done to the
-- alarms of the site, so that a server whose memory is older reads them anew. The state of a room is
-- what the engine keeps, as bytes.

CREATE TABLE site (
    enterprise TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    unit TEXT,
    division TEXT,
    plan TEXT NOT NULL,
    version BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    clock BIGINT
);

CREATE TABLE alarm_room (
    enterprise TEXT NOT NULL REFERENCES site (enterprise),
    room TEXT NOT NULL,
    state BYTEA NOT NULL,
    PRIMARY KEY (enterprise, room)
);

-- Where each alarm stands that ever was raised.
CREATE TABLE alarm (
    enterprise TEXT NOT NULL REFERENCES site (enterprise),
    point TEXT NOT NULL,
    room TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    priority BIGINT NOT NULL,
    occurrence BIGINT NOT NULL,
    under TEXT,
    value DOUBLE PRECISION,
    limit_value DOUBLE PRECISION,
    cause TEXT,
    raised_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    silent_until BIGINT,
    PRIMARY KEY (enterprise, point)
);

CREATE INDEX alarm_by_state ON alarm (state, priority);

-- Every step of every alarm, in the order in which they became known.
CREATE TABLE alarm_event (
    number BIGINT NOT NULL PRIMARY KEY,
    enterprise TEXT NOT NULL,
    point TEXT NOT NULL,
    room TEXT NOT NULL,
    kind TEXT NOT NULL,
    at BIGINT NOT NULL,
    told_at BIGINT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    priority BIGINT NOT NULL,
    occurrence BIGINT NOT NULL,
    under TEXT,
    value DOUBLE PRECISION,
    limit_value DOUBLE PRECISION,
    cause TEXT,
    rule TEXT NOT NULL,
    readings TEXT NOT NULL,
    who TEXT,
    why TEXT
);

CREATE INDEX alarm_event_by_point ON alarm_event (enterprise, point, number);

-- What each sensor said last, and when that came.
CREATE TABLE sensor_value (
    enterprise TEXT NOT NULL,
    room TEXT NOT NULL,
    sensor TEXT NOT NULL,
    value DOUBLE PRECISION NOT NULL,
    at BIGINT NOT NULL,
    heard_at BIGINT NOT NULL,
    PRIMARY KEY (enterprise, room, sensor)
);

CREATE TABLE reading (
    enterprise TEXT NOT NULL,
    room TEXT NOT NULL,
    sensor TEXT NOT NULL,
    at BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    value DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (enterprise, room, sensor, at, seq)
);

CREATE INDEX reading_by_time ON reading (at);

-- Messages that were refused, kept as they came.
CREATE TABLE refused_reading (
    number BIGINT NOT NULL PRIMARY KEY,
    came_at BIGINT NOT NULL,
    source TEXT NOT NULL,
    reason TEXT NOT NULL,
    body TEXT NOT NULL
);
