package dev.narrowgauge.gateway;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.db.VariantStore;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.run.RunRequest;
import dev.narrowgauge.domain.variant.Variant;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * What a benchmark job measures: contents by their SHA-256.
 *
 * @param forks of the job that extends its run; empty of others, which measure until enough is shown
 */
public record BenchmarkInputs(
        String modelId, String datasetId, UUID variantId, String variantSha256, OptionalInt forks) {
    public BenchmarkInputs {
        requireNonNull(forks, "forks is null");
    }

    /** Where what a job is about is kept. */
    public record Stores(RunStore runs, JobStore jobs, VariantStore variants) {}

    /** As the database has them. */
    public static BenchmarkInputs of(Job job, Stores stores) {
        RunRequest request = stores.runs().find(job.runId()).orElseThrow().request();
        Variant variant = stores.variants().find(UUID.fromString(job.subject())).orElseThrow();
        return new BenchmarkInputs(
                request.modelId(),
                request.evaluationDatasetId(),
                variant.id(),
                variant.sha256(),
                stores.jobs().forks(job.id()));
    }

    /** All that whoever has the job may fetch. */
    public List<String> contents() {
        return List.of(modelId, datasetId, variantSha256);
    }
}
