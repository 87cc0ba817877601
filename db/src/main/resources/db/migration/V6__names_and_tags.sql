ALTER TABLE run
    ADD COLUMN tags      text[] NOT NULL DEFAULT '{}',
    -- Of the sources that the model was built from.
    ADD COLUMN commit_id text;
CREATE INDEX run_of_tag ON run USING gin (tags);
CREATE INDEX run_of_model ON run (model_id, created_at DESC, id DESC);

-- The names under which content that was there already was uploaded again.
CREATE TABLE model_name (
    model_id text NOT NULL REFERENCES model,
    name     text NOT NULL,
    added_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (model_id, name)
);
CREATE INDEX model_of_name ON model_name (name);

CREATE TABLE dataset_name (
    dataset_id text NOT NULL REFERENCES dataset,
    name       text NOT NULL,
    added_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (dataset_id, name)
);
CREATE INDEX dataset_of_name ON dataset_name (name);
