ALTER TABLE job RENAME COLUMN rung_at TO dispatched_at;
