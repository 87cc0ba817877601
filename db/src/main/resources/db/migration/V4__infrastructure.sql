-- How often an attempt ended by a fault of the machine that it was on.
ALTER TABLE job ADD COLUMN infrastructure integer NOT NULL DEFAULT 0;
