CREATE TABLE model (
    id          text PRIMARY KEY CHECK (id ~ '^[0-9a-f]{64}$'),
    name        text NOT NULL,
    size_bytes  bigint NOT NULL,
    description jsonb NOT NULL,
    created_at  timestamptz NOT NULL
);
CREATE INDEX model_by_age ON model (created_at DESC, id DESC);

CREATE TABLE dataset (
    id             text PRIMARY KEY CHECK (id ~ '^[0-9a-f]{64}$'),
    name           text NOT NULL,
    size_bytes     bigint NOT NULL,
    description    jsonb NOT NULL,
    -- First eight bytes of each sample's SHA-256: two sets share a sample where these meet.
    sample_digests bigint[] NOT NULL,
    created_at     timestamptz NOT NULL
);
CREATE INDEX dataset_by_age ON dataset (created_at DESC, id DESC);

CREATE TABLE node (
    name           text PRIMARY KEY,
    description    text NOT NULL,
    device_classes text[] NOT NULL,
    fingerprint    text NOT NULL,
    profile        jsonb NOT NULL,
    registered_at  timestamptz NOT NULL,
    last_seen_at   timestamptz NOT NULL
);

CREATE TABLE run (
    id                     uuid PRIMARY KEY,
    name                   text NOT NULL,
    model_id               text NOT NULL REFERENCES model,
    calibration_dataset_id text NOT NULL REFERENCES dataset,
    evaluation_dataset_id  text NOT NULL REFERENCES dataset,
    recipes                jsonb NOT NULL,
    device_classes         text[] NOT NULL,
    policy                 jsonb NOT NULL,
    state                  text NOT NULL CHECK (state IN ('RUNNING', 'DONE', 'CANCELLED')),
    verdict                jsonb,
    -- Sequence of the run's newest event. Its row lock orders the events by commit, so a reader never skips one.
    last_sequence          bigint NOT NULL DEFAULT 0,
    created_at             timestamptz NOT NULL,
    ended_at               timestamptz,
    CHECK ((state = 'DONE') = (verdict IS NOT NULL)),
    CHECK ((state = 'RUNNING') = (ended_at IS NULL))
);
CREATE INDEX run_by_age ON run (created_at DESC, id DESC);
CREATE INDEX run_running ON run (id) WHERE state = 'RUNNING';

CREATE TABLE job (
    id            uuid PRIMARY KEY,
    run_id        uuid NOT NULL REFERENCES run,
    kind          text NOT NULL CHECK (kind IN ('QUANTIZE', 'BENCHMARK')),
    subject       text NOT NULL,
    device_class  text,
    state         text NOT NULL CHECK (state IN ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
    -- Fencing token: every write of a worker names the attempt it was given.
    attempt       integer NOT NULL CHECK (attempt >= 1),
    crashes       integer NOT NULL DEFAULT 0,
    resources     integer NOT NULL DEFAULT 0,
    lost_leases   integer NOT NULL DEFAULT 0,
    lease_owner   text,
    lease_until   timestamptz,
    error_code    text,
    error_message text,
    created_at    timestamptz NOT NULL,
    -- When the bell for this attempt was last put in the outbox; a job that waits long is rung again.
    rung_at       timestamptz NOT NULL,
    started_at    timestamptz,
    ended_at      timestamptz,
    CHECK ((kind = 'BENCHMARK') = (device_class IS NOT NULL)),
    CHECK ((state = 'RUNNING') = (lease_owner IS NOT NULL AND lease_until IS NOT NULL)),
    CHECK ((state = 'FAILED') = (error_code IS NOT NULL)),
    UNIQUE NULLS NOT DISTINCT (run_id, kind, subject, device_class)
);
CREATE INDEX job_lease ON job (lease_until) WHERE state = 'RUNNING';
CREATE INDEX job_waiting ON job (rung_at) WHERE state = 'QUEUED';

CREATE TABLE variant (
    id         uuid PRIMARY KEY,
    run_id     uuid NOT NULL REFERENCES run,
    job_id     uuid NOT NULL UNIQUE REFERENCES job,
    precision  text NOT NULL,
    recipe     jsonb NOT NULL,
    sha256     text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    size_bytes bigint NOT NULL,
    -- Kept as the engine wrote it.
    report     json NOT NULL,
    provenance jsonb NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX variant_of_run ON variant (run_id);

CREATE TABLE measurement (
    id         uuid PRIMARY KEY,
    run_id     uuid NOT NULL REFERENCES run,
    job_id     uuid NOT NULL UNIQUE REFERENCES job,
    variant_id uuid NOT NULL REFERENCES variant,
    device     jsonb NOT NULL,
    accuracy   jsonb NOT NULL,
    latency    jsonb NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX measurement_of_run ON measurement (run_id);

CREATE TABLE job_event (
    run_id   uuid NOT NULL REFERENCES run,
    sequence bigint NOT NULL,
    at       timestamptz NOT NULL,
    type     text NOT NULL,
    job_id   uuid REFERENCES job,
    data     jsonb NOT NULL,
    PRIMARY KEY (run_id, sequence)
);

CREATE TABLE outbox (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    job_id     uuid NOT NULL REFERENCES job,
    attempt    integer NOT NULL,
    topic      text NOT NULL,
    not_before timestamptz NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX outbox_due ON outbox (not_before, id);
CREATE INDEX outbox_of_job ON outbox (job_id);

CREATE TABLE idempotency (
    key          text PRIMARY KEY,
    request_hash text NOT NULL,
    -- Deferred: the key is taken first, and only who got it writes the run.
    run_id       uuid NOT NULL REFERENCES run DEFERRABLE INITIALLY DEFERRED,
    created_at   timestamptz NOT NULL
);
