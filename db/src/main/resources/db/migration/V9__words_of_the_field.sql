ALTER TABLE job RENAME COLUMN rung_at TO dispatched_at;

-- Keys of reports that are stored already.
UPDATE variant
SET report = CAST(replace(
        replace(CAST(report AS text), '"taxedConversions"', '"unfusedQdqNodes"'), '"taxMicros"', '"unfusedQdqMicros"') AS json)
WHERE CAST(report AS text) LIKE '%"taxedConversions"%';
