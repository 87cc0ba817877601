package dev.narrowgauge.api.verdict;

import dev.narrowgauge.db.MeasurementStore.Taken;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.gate.Evidence;
import dev.narrowgauge.domain.gate.FurtherEvidence;
import dev.narrowgauge.domain.gate.FurtherEvidence.RuntimeRun;
import dev.narrowgauge.domain.gate.Pooling;
import dev.narrowgauge.domain.gate.Reused;
import dev.narrowgauge.domain.gate.Row;
import dev.narrowgauge.domain.gate.VerdictDocument.VariantFile;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.latency.NoiseFloor;
import dev.narrowgauge.domain.model.Model;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.settings.Stored;
import dev.narrowgauge.domain.variant.Measurement;
import dev.narrowgauge.domain.variant.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What a run's jobs left behind, as evidence: a piece per recipe and device class, in the order of the request.
 *
 * @param jobs in the order in which they were filed: those that extend the run last
 * @param taken from other runs, in the order in which they were measured
 * @param noiseFloors of nodes, by their names
 * @param runtimes on which files were measured in the project, by their SHA-256
 */
record EvidenceCollector(
        Run run,
        Model model,
        List<Job> jobs,
        List<Variant> variants,
        List<Measurement> measurements,
        List<Taken> taken,
        Function<String, NoiseFloor> noiseFloors,
        Function<String, List<RuntimeRun>> runtimes) {
    List<Evidence> collect() {
        List<Evidence> evidence = new ArrayList<>();
        List<Recipe> recipes =
                run.request().recipes().stream().map(Stored::value).toList();
        for (int index = 0; index < recipes.size(); index++) {
            Job quantize = quantize(index);
            Optional<Variant> variant = madeBy(quantize);
            if (variant.isEmpty()) {
                evidence.add(missing(recipes.get(index), null, quantize));
                continue;
            }
            for (String deviceClass : run.request().deviceClasses()) {
                evidence.add(measured(recipes.get(index), variant.get(), deviceClass));
            }
        }
        return evidence;
    }

    /**
     * What the variants are, and where they stand.
     *
     * @param rows of the gate: baselines, then one for each piece of evidence
     */
    List<VariantFile> files(List<Row> rows) {
        int place = (int) rows.stream().filter(Row::baseline).count();
        int classes = run.request().deviceClasses().size();
        List<VariantFile> files = new ArrayList<>();
        for (int index = 0; index < run.request().recipes().size(); index++) {
            Optional<Variant> variant = madeBy(quantize(index));
            int pieces = variant.isPresent() ? classes : 1;
            List<Integer> places =
                    IntStream.range(place, place + pieces).boxed().toList();
            variant.map(made -> new VariantFile(made.id().toString(), made.sha256(), places))
                    .ifPresent(files::add);
            place += pieces;
        }
        return files;
    }

    private Job quantize(int index) {
        return jobs(JobKind.QUANTIZE, Integer.toString(index), Optional.empty()).stream()
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("run %s has no job of recipe %d".formatted(run.id(), index)));
    }

    private Optional<Variant> madeBy(Job quantize) {
        return variants.stream()
                .filter(made -> made.jobId().equals(quantize.id()))
                .findFirst();
    }

    /** What was measured first, or taken from another run, with what extends it. */
    private Evidence measured(Recipe recipe, Variant variant, String deviceClass) {
        List<Evidence> pieces = new ArrayList<>();
        taken.stream()
                .filter(one -> one.variantId().equals(variant.id())
                        && one.deviceClass().equals(deviceClass))
                .map(one -> measured(recipe, variant, one.measurement(), reused(one.measurement())))
                .forEach(pieces::add);
        jobs(JobKind.BENCHMARK, variant.id().toString(), Optional.of(deviceClass)).stream()
                .map(job -> measured(recipe, variant, deviceClass, job))
                .forEach(pieces::add);
        if (pieces.isEmpty()) {
            return new Evidence.Missing(
                    recipe.name(),
                    recipe.precision(),
                    deviceClass,
                    ErrorCode.NOT_FOUND,
                    "The measurement that was taken from another run was deleted with that run; run it again.");
        }
        if (!(pieces.getFirst() instanceof Evidence.Measured first)) {
            return pieces.getFirst();
        }
        Pooling pooling = new Pooling(first);
        for (Evidence piece : pieces.subList(1, pieces.size())) {
            switch (piece) {
                case Evidence.Measured more -> pooling.add(more);
                case Evidence.Missing missing -> pooling.failed(missing.reason());
            }
        }
        return pooling.pooled();
    }

    private Evidence measured(Recipe recipe, Variant variant, String deviceClass, Job benchmark) {
        return measurements.stream()
                .filter(measurement -> measurement.jobId().equals(benchmark.id()))
                .findFirst()
                .<Evidence>map(measurement -> measured(recipe, variant, measurement, null))
                .orElseGet(() -> missing(recipe, deviceClass, benchmark));
    }

    private static Reused reused(Measurement measurement) {
        return new Reused(measurement.runId().toString(), measurement.createdAt());
    }

    /** @param reused null where it was measured for this run */
    private Evidence.Measured measured(Recipe recipe, Variant variant, Measurement measurement, Reused reused) {
        return new Evidence.Measured(
                variant.id().toString(),
                recipe.name(),
                variant.precision(),
                variant.sizeBytes(),
                model.sizeBytes(),
                measurement.device(),
                measurement.accuracy(),
                measurement.latency(),
                noiseFloors.apply(measurement.device().node()),
                new FurtherEvidence(
                        measurement.insight(),
                        measurement.scenarios(),
                        measurement.determinism(),
                        measurement.weights(),
                        runtimes.apply(variant.sha256()),
                        LossReader.read(variant.report())),
                variant.sha256(),
                null,
                reused);
    }

    private static Evidence missing(Recipe recipe, String deviceClass, Job job) {
        ErrorCode code = job.error().map(Job.JobError::code).orElse(ErrorCode.CONFLICT);
        String reason = job.error().map(Job.JobError::message).orElse("The job was cancelled.");
        return new Evidence.Missing(recipe.name(), recipe.precision(), deviceClass, code, reason);
    }

    private List<Job> jobs(JobKind kind, String subject, Optional<String> deviceClass) {
        return jobs.stream()
                .filter(job -> job.kind() == kind
                        && job.subject().equals(subject)
                        && job.deviceClass().equals(deviceClass))
                .toList();
    }
}
