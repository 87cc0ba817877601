-- Where a project wants to be told what happens in it.
CREATE TABLE webhook (
    id                 uuid PRIMARY KEY,
    project_id         uuid NOT NULL DEFAULT current_project() REFERENCES project ON DELETE CASCADE,
    url                text NOT NULL,
    events             text[] NOT NULL CHECK (cardinality(events) > 0),
    -- What requests are signed with, as it is: a hash signs nothing. The API alone may read it.
    secret             text NOT NULL,
    -- The one before it, with which they are signed as well until then; null is until there is another.
    previous_secret    text,
    previous_until     timestamptz,
    created_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Since when nothing is sent there, as it has said that it is gone; null while it takes what is sent.
    deactivated_at     timestamptz,
    -- Who sends there now, and for how long nobody else does. One delivery at a time, so that one that hangs holds up no others.
    sender             uuid,
    sender_until       timestamptz,
    -- When somebody last began to send there: all have their turn.
    served_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (project_id, id)
);

-- What is to be sent and what was. Filed in the transaction of what it tells of.
CREATE TABLE webhook_delivery (
    id              uuid PRIMARY KEY,
    project_id      uuid NOT NULL DEFAULT current_project(),
    webhook_id      uuid NOT NULL,
    -- By which whoever takes it knows that it has come before: the same of all tries, of what is sent again, and of all webhooks.
    event_id        uuid NOT NULL,
    event           text NOT NULL,
    -- To the byte: it is signed.
    body            text NOT NULL,
    state           text NOT NULL DEFAULT 'WAITING' CHECK (state IN ('WAITING', 'DELIVERED', 'FAILED')),
    attempts        integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Of the last try; null where nobody answered.
    last_status     integer,
    last_error      text,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    attempted_at    timestamptz,
    ended_at        timestamptz,
    FOREIGN KEY (project_id, webhook_id) REFERENCES webhook (project_id, id) ON DELETE CASCADE,
    CHECK ((state = 'WAITING') = (ended_at IS NULL))
);
CREATE INDEX webhook_delivery_due ON webhook_delivery (webhook_id, next_attempt_at, id) WHERE state = 'WAITING';
CREATE INDEX webhook_delivery_by_age ON webhook_delivery (webhook_id, created_at DESC, id DESC);
CREATE INDEX webhook_delivery_ended ON webhook_delivery (ended_at) WHERE ended_at IS NOT NULL;

-- Nothing that workers and agents do needs either, whatever rights they should get.
DO $$
DECLARE
    tenants text;
BEGIN
    FOREACH tenants IN ARRAY ARRAY['webhook', 'webhook_delivery'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenants);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenants);
        EXECUTE format('CREATE POLICY of_project ON %I USING (project_id = (SELECT current_project()))', tenants);
        EXECUTE format(
            'CREATE POLICY of_services ON %I USING ((SELECT serves_all_projects() AND may_file_runs()))', tenants);
    END LOOP;
END
$$;
