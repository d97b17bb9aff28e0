-- Who was called for an alarm that nobody answered, and what waits to be sent to other systems.

CREATE TABLE alarm_call (
    enterprise TEXT NOT NULL,
    point TEXT NOT NULL,
    occurrence BIGINT NOT NULL,
    step TEXT NOT NULL,
    nth BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (enterprise, point, occurrence, step, nth)
);

CREATE TABLE outbox (
    number BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    target TEXT NOT NULL,
    body TEXT NOT NULL,
    tries BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    ended_at BIGINT,
    failure TEXT
);

CREATE INDEX outbox_by_due ON outbox (ended_at, next_at);
