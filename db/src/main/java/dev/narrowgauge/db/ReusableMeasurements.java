package dev.narrowgauge.db;

import dev.narrowgauge.domain.decision.Limits;
import dev.narrowgauge.domain.gate.Evidence;
import dev.narrowgauge.domain.gate.FurtherEvidence;
import dev.narrowgauge.domain.gate.Gate;
import dev.narrowgauge.domain.gate.Occasion;
import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.domain.gate.Reused;
import dev.narrowgauge.domain.gate.Rule;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.latency.LatencyComparison;
import dev.narrowgauge.domain.latency.Speed;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.run.RunRequest;
import dev.narrowgauge.domain.settings.Stored;
import dev.narrowgauge.domain.variant.Measurement;
import dev.narrowgauge.domain.variant.Variant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Measurements of earlier runs of a project, taken by a new one instead of measuring the same once more, inside the caller's
 * transaction. The same is: the bytes of the variant, of its baseline and of the evaluation dataset, the device class, the machine as it
 * is now, by its fingerprint, and the engine and the runtime that the variant was made by, which are those of the release that
 * measures.
 */
final class ReusableMeasurements {
    /** The newest may be INVALID by this policy, and one before it not. */
    private static final int CANDIDATES = 3;

    private final Handle handle;
    private final Run run;
    private final Variant variant;

    private ReusableMeasurements(Handle handle, Run run, Variant variant) {
        this.handle = handle;
        this.run = run;
        this.variant = variant;
    }

    /** @param sentence for a person */
    record Found(String deviceClass, String sentence) {}

    /** Takes what the run's policy allows, by device class. */
    static List<Found> take(Handle handle, UUID runId, Variant variant) {
        Run run = RunRows.find(handle, runId).orElseThrow();
        RunRequest request = run.request();
        if (request.fresh()
                || !(request.policy() instanceof Stored.Known<Policy> known)
                || known.value().reuse() == null) {
            return List.of();
        }
        var reusable = new ReusableMeasurements(handle, run, variant);
        List<Found> found = new ArrayList<>();
        for (String deviceClass : request.deviceClasses()) {
            reusable.newest(deviceClass, known.value().reuse()).stream()
                    .filter(measurement -> reusable.isValid(measurement, known.value()))
                    .findFirst()
                    .map(measurement -> reusable.taken(deviceClass, measurement))
                    .ifPresent(found::add);
        }
        return found;
    }

    /** Those that extended a run come with the one that they extend. */
    private List<Measurement> newest(String deviceClass, Duration age) {
        return handle.createQuery("""
                        SELECT measurement.*
                        FROM run
                        JOIN variant AS same ON same.project_id = run.project_id AND same.sha256 = :sha256
                            AND same.precision = :precision
                        JOIN measurement ON measurement.variant_id = same.id
                        JOIN run AS source ON source.id = measurement.run_id
                            AND (source.model_id, source.evaluation_dataset_id) = (run.model_id, run.evaluation_dataset_id)
                        JOIN job ON job.id = measurement.job_id AND job.extension = 0
                        JOIN node ON node.name = measurement.device ->> 'node'
                            AND node.fingerprint = measurement.device ->> 'fingerprint'
                            AND node.quarantined_at IS NULL AND :deviceClass = ANY (node.device_classes)
                        WHERE run.id = :runId AND source.id <> run.id
                            AND measurement.device ->> 'deviceClass' = :deviceClass
                            AND coalesce(measurement.device -> 'software' ->> 'engine', :engine) = :engine
                            AND coalesce(measurement.device -> 'software' ->> 'runtime', :runtime) = :runtime
                            AND measurement.created_at > clock_timestamp() - make_interval(secs => :age)
                            AND measurement.version <= :version
                        ORDER BY measurement.created_at DESC, measurement.id
                        LIMIT :limit
                        """)
                .bind("runId", run.id())
                .bind("sha256", variant.sha256())
                .bind("precision", variant.precision().name())
                .bind("deviceClass", deviceClass)
                .bind("engine", variant.provenance().engineVersion())
                .bind("runtime", variant.provenance().runtimeVersion())
                .bind("age", age.toSeconds())
                .bind("version", Measurement.VERSION)
                .bind("limit", CANDIDATES)
                .map(MeasurementStore::map)
                .list();
    }

    /** That it decides nothing is no reason against it: to measure until one likes the answer would be. */
    private boolean isValid(Measurement measurement, Policy policy) {
        Evidence.Measured evidence = new Evidence.Measured(
                variant.id().toString(),
                variant.precision().label(),
                variant.precision(),
                variant.sizeBytes(),
                baselineBytes(),
                measurement.device(),
                measurement.accuracy(),
                measurement.latency(),
                null,
                new FurtherEvidence(
                        measurement.insight(),
                        measurement.scenarios(),
                        measurement.determinism(),
                        measurement.weights(),
                        List.of(),
                        null),
                variant.sha256());
        Occasion occasion = new Occasion(measurement.createdAt(), run.request().modelId());
        Set<String> judgedLater = policy.rules().stream()
                .filter(Rule::asksForOtherMeasurements)
                .map(Rule::id)
                .collect(Collectors.toSet());
        return LatencyComparison.of(measurement.latency(), Limits.LATENCY_CONFIDENCE, LatencyComparison.MARGIN)
                                .speed()
                        != Speed.INVALID
                && new Gate(policy, occasion)
                        .rows(List.of(evidence)).getLast().rules().stream()
                                .filter(outcome -> !judgedLater.contains(outcome.rule()))
                                .noneMatch(outcome -> outcome.verdict() == Verdict.INVALID);
    }

    private long baselineBytes() {
        return handle.createQuery("""
                        SELECT model.size_bytes FROM run
                        JOIN model ON model.project_id = run.project_id AND model.sha256 = run.model_id
                        WHERE run.id = :runId
                        """).bind("runId", run.id()).mapTo(Long.class).one();
    }

    private Found taken(String deviceClass, Measurement first) {
        handle.createUpdate("""
                        INSERT INTO reused_measurement (variant_id, measurement_id, project_id, run_id, device_class)
                        SELECT :variant, measurement.id, run.project_id, run.id, :deviceClass
                        FROM run JOIN measurement ON measurement.run_id = :source AND measurement.variant_id = :measured
                            AND measurement.project_id = run.project_id
                        WHERE run.id = :runId AND measurement.device ->> 'deviceClass' = :deviceClass
                        """)
                .bind("variant", variant.id())
                .bind("source", first.runId())
                .bind("measured", first.variantId())
                .bind("runId", run.id())
                .bind("deviceClass", deviceClass)
                .execute();
        Reused reused = new Reused(first.runId().toString(), first.createdAt());
        return new Found(
                deviceClass, "%s on %s: %s".formatted(variant.precision().label(), deviceClass, reused.sentence()));
    }
}
