-- By what programs are known. A secret is random, so that a plain hash of it tells nothing.
CREATE TABLE api_key (
    id           uuid PRIMARY KEY,
    name         text NOT NULL,
    permissions  text[] NOT NULL,
    sha256       text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    -- Whether it came with the installation and not from another key; one at a time is good.
    installed    boolean NOT NULL DEFAULT false,
    -- The key whose holder made it; null where nobody was known.
    made_by      uuid REFERENCES api_key,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at   timestamptz,
    last_used_at timestamptz,
    revoked_at   timestamptz
);
CREATE INDEX api_key_by_age ON api_key (created_at, id);

-- A page that was opened with a key, and is good for what the key is.
CREATE TABLE page_session (
    id         uuid PRIMARY KEY,
    api_key    uuid NOT NULL REFERENCES api_key,
    sha256     text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz NOT NULL
);

-- Codes that open a page once.
CREATE TABLE sign_in (
    sha256     text PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    api_key    uuid NOT NULL REFERENCES api_key,
    expires_at timestamptz NOT NULL
);
