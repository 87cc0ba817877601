package dev.narrowgauge.gateway;

import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.db.VariantStore;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.run.RunRequest;
import dev.narrowgauge.domain.variant.Variant;
import java.util.List;
import java.util.UUID;

/** What a benchmark job measures: contents by their SHA-256. */
public record BenchmarkInputs(String modelId, String datasetId, UUID variantId, String variantSha256) {
    /** As the database has them. */
    public static BenchmarkInputs of(Job job, RunStore runs, VariantStore variants) {
        RunRequest request = runs.find(job.runId()).orElseThrow().request();
        Variant variant = variants.find(UUID.fromString(job.subject())).orElseThrow();
        return new BenchmarkInputs(request.modelId(), request.evaluationDatasetId(), variant.id(), variant.sha256());
    }

    /** All that whoever has the job may fetch. */
    public List<String> contents() {
        return List.of(modelId, datasetId, variantSha256);
    }
}
