-- The least patience of all: no job that waits since later than that has to be looked at.
CREATE INDEX run_patience ON run (max_wait) WHERE state = 'RUNNING';
