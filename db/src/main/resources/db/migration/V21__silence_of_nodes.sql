-- After which the agent that speaks for the node is taken for dead, by what it said of itself; agents of the release before say nothing.
ALTER TABLE node ADD COLUMN silence_seconds double precision NOT NULL DEFAULT 30;
