ALTER TABLE node
    -- Words of its operator, as its agent last gave them.
    ADD COLUMN labels     text[] NOT NULL DEFAULT '{}',
    -- Since when it is to take no more jobs; null while it may.
    ADD COLUMN drained_at timestamptz;
