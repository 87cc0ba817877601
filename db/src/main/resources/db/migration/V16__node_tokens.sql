-- What agents outside prove with that they may speak for a node. A token is random, so that a plain hash of it tells nothing.
CREATE TABLE node_token (
    id         uuid PRIMARY KEY,
    node       text NOT NULL,
    sha256     text NOT NULL UNIQUE CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    revoked_at timestamptz
);
CREATE INDEX node_token_of_node ON node_token (node, created_at, id);
