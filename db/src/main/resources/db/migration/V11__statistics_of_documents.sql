-- Nobody searches for such a document, and to compare thousands of them with each other takes ANALYZE most of its time.
ALTER TABLE run
    ALTER COLUMN recipes SET STATISTICS 0,
    ALTER COLUMN policy SET STATISTICS 0,
    ALTER COLUMN verdict SET STATISTICS 0;
ALTER TABLE job_event ALTER COLUMN data SET STATISTICS 0;
ALTER TABLE variant
    ALTER COLUMN recipe SET STATISTICS 0,
    ALTER COLUMN provenance SET STATISTICS 0;
ALTER TABLE measurement
    ALTER COLUMN device SET STATISTICS 0,
    ALTER COLUMN accuracy SET STATISTICS 0,
    ALTER COLUMN latency SET STATISTICS 0;
