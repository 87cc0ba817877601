-- A page that somebody has opened whom an identity provider knows, with what the rules gave them by then.
CREATE TABLE identity_session (
    id          uuid PRIMARY KEY,
    sha256      text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    provider    text NOT NULL,
    subject     text NOT NULL,
    name        text NOT NULL,
    -- An object with the names of projects, and in each an array of permissions.
    projects    jsonb NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at  timestamptz NOT NULL
);
