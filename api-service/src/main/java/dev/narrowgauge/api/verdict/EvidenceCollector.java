package dev.narrowgauge.api.verdict;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.gate.Evidence;
import dev.narrowgauge.domain.gate.FurtherEvidence;
import dev.narrowgauge.domain.gate.FurtherEvidence.RuntimeRun;
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
 * @param noiseFloors of nodes, by their names
 * @param runtimes on which files were measured in the project, by their SHA-256
 */
record EvidenceCollector(
        Run run,
        Model model,
        List<Job> jobs,
        List<Variant> variants,
        List<Measurement> measurements,
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
        return job(JobKind.QUANTIZE, Integer.toString(index), Optional.empty());
    }

    private Optional<Variant> madeBy(Job quantize) {
        return variants.stream()
                .filter(made -> made.jobId().equals(quantize.id()))
                .findFirst();
    }

    private Evidence measured(Recipe recipe, Variant variant, String deviceClass) {
        Job benchmark = job(JobKind.BENCHMARK, variant.id().toString(), Optional.of(deviceClass));
        return measurements.stream()
                .filter(measurement -> measurement.jobId().equals(benchmark.id()))
                .findFirst()
                .map(measurement -> measured(recipe, variant, measurement))
                .orElseGet(() -> missing(recipe, deviceClass, benchmark));
    }

    private Evidence measured(Recipe recipe, Variant variant, Measurement measurement) {
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
                variant.sha256());
    }

    private static Evidence missing(Recipe recipe, String deviceClass, Job job) {
        ErrorCode code = job.error().map(Job.JobError::code).orElse(ErrorCode.CONFLICT);
        String reason = job.error().map(Job.JobError::message).orElse("The job was cancelled.");
        return new Evidence.Missing(recipe.name(), recipe.precision(), deviceClass, code, reason);
    }

    private Job job(JobKind kind, String subject, Optional<String> deviceClass) {
        return jobs.stream()
                .filter(job -> job.kind() == kind
                        && job.subject().equals(subject)
                        && job.deviceClass().equals(deviceClass))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("run %s has no %s job of %s".formatted(run.id(), kind, subject)));
    }
}
