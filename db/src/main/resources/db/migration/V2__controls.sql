-- A baseline timed against itself: what a measurement, or an A/A session, says of its node.
CREATE TABLE control (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    node           text NOT NULL,
    -- Null for one of an A/A session.
    measurement_id uuid REFERENCES measurement,
    -- Measurements that shared a baseline share its control; it is kept once.
    session        bigint NOT NULL,
    at             timestamptz NOT NULL,
    ratio          double precision NOT NULL,
    low            double precision NOT NULL,
    high           double precision NOT NULL,
    confidence     double precision NOT NULL,
    -- The interval excludes 1.
    alarm          boolean NOT NULL,
    UNIQUE (node, session)
);
CREATE INDEX control_of_node ON control (node, at DESC, id DESC);

ALTER TABLE node
    ADD COLUMN quarantined_at    timestamptz,
    ADD COLUMN quarantine_reason text,
    ADD COLUMN recheck_asked_at  timestamptz,
    -- Controls from before the last clearance are not held against the node.
    ADD COLUMN cleared_at        timestamptz,
    ADD COLUMN clearance_reason  text,
    ADD CHECK ((quarantined_at IS NULL) = (quarantine_reason IS NULL)),
    ADD CHECK ((cleared_at IS NULL) = (clearance_reason IS NULL)),
    ADD CHECK (recheck_asked_at IS NULL OR quarantined_at IS NOT NULL);
