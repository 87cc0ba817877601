-- When the brokers last refused the topic of the message; null while they have not.
ALTER TABLE outbox ADD COLUMN refused_at timestamptz;
