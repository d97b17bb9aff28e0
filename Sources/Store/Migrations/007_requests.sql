-- Requests that were done once, by the name that their caller gave them (Idempotency-Key), for a day:
-- the same one sent again finds its row and does nothing. What it asked for stands here as a keyed
-- digest alone.

CREATE TABLE done_request (
    caller TEXT NOT NULL,
    request_key TEXT NOT NULL,
    digest TEXT NOT NULL,
    act TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (caller, request_key)
);

CREATE INDEX done_request_by_time ON done_request (at);
