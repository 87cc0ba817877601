-- Rows as services of the version before write them: none of the columns of the newest migration, and documents without
-- what is new in this version. A run that is done and one whose benchmark job waits.
INSERT INTO model (id, name, size_bytes, description, created_at)
VALUES (repeat('a', 64), 'digits', 2600,
        '{"irVersion": 8, "opset": 17, "producer": "tests", "inputs": [{"name": "input", "elementType": "float", "dims": [-1, 64]}],
          "outputs": [{"name": "output", "elementType": "float", "dims": [-1, 10]}], "parameterCount": 650, "nodeCount": 3,
          "opCounts": {"Gemm": 1, "Relu": 2}, "quantized": false}',
        '2026-03-01T10:00:00Z');

INSERT INTO dataset (id, name, size_bytes, description, sample_digests, created_at)
VALUES (repeat('b', 64), 'calibration', 25600,
        '{"tensors": [{"name": "input", "elementType": "float", "dims": [100, 64]}], "samples": 100, "labelled": true,
          "minLabel": 0, "maxLabel": 9}',
        '{1,2,3}', '2026-03-01T10:00:00Z'),
       (repeat('c', 64), 'evaluation', 25600,
        '{"tensors": [{"name": "input", "elementType": "float", "dims": [100, 64]}], "samples": 100, "labelled": true,
          "minLabel": 0, "maxLabel": 9}',
        '{4,5,6}', '2026-03-01T10:00:00Z');

INSERT INTO node (name, description, device_classes, fingerprint, profile, registered_at, last_seen_at)
VALUES ('node-1', 'a processor', '{x86-vnni}', repeat('f', 64), '{"cores": "2"}', now(), now());

INSERT INTO run (id, name, model_id, calibration_dataset_id, evaluation_dataset_id, recipes, device_classes, policy, state,
                 verdict, last_sequence, created_at, ended_at)
SELECT CAST(id AS uuid), name, repeat('a', 64), repeat('b', 64), repeat('c', 64),
       CAST('[{"name": "int8-static", "target": "generic", "precision": "int8", "mode": "static", "format": "qdq",
          "activations": {"type": "uint8", "symmetric": false},
          "weights": {"type": "int8", "granularity": "per-channel", "reducedRange": true},
          "calibration": {"method": "best", "percentile": 99.999, "holdOut": false},
          "include": {"opTypes": [], "nodes": []}, "exclude": {"opTypes": [], "nodes": []},
          "overrides": {"nodes": [], "tensors": []}, "keepIoTypes": true}]' AS jsonb),
       CAST('{x86-vnni}' AS text[]),
       CAST('{"version": 1, "gate": ["int8"],
         "rules": [{"id": "accuracy", "metric": "accuracy.top1.loss", "max": 0.01, "confidence": 0.95},
                   {"id": "latency", "metric": "latency.p50.ratio", "max": 1.0, "confidence": 0.95},
                   {"id": "agreement", "metric": "accuracy.agreement", "max": 1.0, "confidence": 0.95}]}' AS jsonb),
       state, CAST(verdict AS jsonb), 1, CAST('2026-03-01T10:00:00Z' AS timestamptz), CAST(ended AS timestamptz)
FROM (VALUES
    ('00000000-0000-0000-0000-00000000d09e', 'done', 'DONE', '2026-03-01T11:00:00Z',
     '{"schemaVersion": 1, "runId": "00000000-0000-0000-0000-00000000d09e", "runName": "done",
       "decidedAt": "2026-03-01T11:00:00Z", "verdict": "INVALID",
       "variants": [{"recipe": "int8-static", "precision": "int8", "baseline": false, "verdict": "INVALID", "gating": true,
                     "rules": [], "notes": [], "failure": {"code": "LEASE_LOST", "message": "6 workers were lost"}}]}'),
    ('00000000-0000-0000-0000-000000000099', 'open', 'RUNNING', NULL, NULL)) AS runs (id, name, state, ended, verdict);

INSERT INTO job (id, run_id, kind, subject, device_class, state, attempt, lost_leases, error_code, error_message, created_at,
                 rung_at, started_at, ended_at)
VALUES ('10000000-0000-0000-0000-00000000d09e', '00000000-0000-0000-0000-00000000d09e', 'QUANTIZE', '0', NULL, 'FAILED', 6, 5,
        'LEASE_LOST', '6 workers were lost', now(), now(), now(), now()),
       ('10000000-0000-0000-0000-000000000099', '00000000-0000-0000-0000-000000000099', 'QUANTIZE', '0', NULL, 'SUCCEEDED', 1,
        0, NULL, NULL, now(), now(), now(), now()),
       ('20000000-0000-0000-0000-000000000099', '00000000-0000-0000-0000-000000000099', 'BENCHMARK',
        '30000000-0000-0000-0000-000000000099', 'x86-vnni', 'SUCCEEDED', 1, 0, NULL, NULL, now(), now(), now(), now()),
       ('40000000-0000-0000-0000-000000000099', '00000000-0000-0000-0000-000000000099', 'BENCHMARK',
        '30000000-0000-0000-0000-000000000099', 'x86-avx2', 'QUEUED', 2, 1, NULL, NULL, now(), now(), NULL, NULL);

INSERT INTO variant (id, run_id, job_id, precision, recipe, sha256, size_bytes, report, provenance, created_at)
SELECT '30000000-0000-0000-0000-000000000099', run.id, '10000000-0000-0000-0000-000000000099', 'INT8', run.recipes -> 0,
       repeat('d', 64), 700, '{"outputs": []}',
       '{"modelSha256": "a", "calibrationSha256": "b", "evaluationSha256": "c", "recipeSha256": "e", "seed": 0,
         "engineVersion": "0.1", "runtimeVersion": "1.29", "host": "host"}',
       now()
FROM run WHERE name = 'open';

INSERT INTO measurement (id, run_id, job_id, variant_id, device, accuracy, latency, created_at)
VALUES ('50000000-0000-0000-0000-000000000099', '00000000-0000-0000-0000-000000000099', '20000000-0000-0000-0000-000000000099',
        '30000000-0000-0000-0000-000000000099',
        '{"deviceClass": "x86-vnni", "node": "node-1", "description": "a processor", "fingerprint": "f"}',
        '{"samples": 100, "labelled": true, "baselineCorrect": 97, "variantCorrect": 96, "onlyVariantCorrect": 1,
          "onlyBaselineCorrect": 2, "flips": 3, "outputSqnrDb": null}',
        '{"baseline": {"runs": 300, "p50Millis": 1.5, "meanMillis": 1.6}, "variant": {"runs": 300, "p50Millis": 0.7,
          "meanMillis": 0.8}, "threads": 2, "seed": 7, "steady": true}',
        now());

INSERT INTO job_event (run_id, sequence, at, type, job_id, data)
VALUES ('00000000-0000-0000-0000-00000000d09e', 1, now(), 'run-state', NULL, '{"state": "DONE", "verdict": "INVALID"}'),
       ('00000000-0000-0000-0000-000000000099', 1, now(), 'run-state', NULL, '{"state": "RUNNING"}');

INSERT INTO outbox (job_id, attempt, topic, not_before, created_at)
VALUES ('40000000-0000-0000-0000-000000000099', 2, 'narrowgauge.benchmark.x86-avx2', now(), now());

INSERT INTO idempotency (key, request_hash, run_id, created_at)
VALUES ('a key', 'a hash', '00000000-0000-0000-0000-000000000099', now());
