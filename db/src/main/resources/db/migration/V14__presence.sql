-- A role of a process, as the process last said of itself; it takes the row away when it stops in good order.
CREATE TABLE presence (
    process      text NOT NULL,
    role         text NOT NULL,
    version      text NOT NULL,
    started_at   timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    -- Why it takes no work for now; null while it does.
    paused       text,
    PRIMARY KEY (process, role)
);
