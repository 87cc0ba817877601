package dev.narrowgauge.cli.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.domain.provider.Execution;
import dev.narrowgauge.engine.client.BenchmarkPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code benchmark --output} wrote, to be measured again.
 *
 * @param dataSettings as JSON; empty where there are none
 * @param evidence of each variant, same order
 * @param machine that it was measured on; empty in results that are older than its record
 */
record RecordedBenchmark(
        Path baseline,
        List<Path> variants,
        Path data,
        String dataSettings,
        BenchmarkPlan plan,
        List<LatencyEvidence> evidence,
        Optional<MeasuringMachine> machine) {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** @throws NarrowgaugeException REQUEST_INVALID where it is no such document, or a model is no longer the one that was measured */
    static RecordedBenchmark read(Path file) {
        InputFile.existing(file, "result");
        try {
            JsonNode document = MAPPER.readTree(file.toFile());
            if (!document.has("plan") || !document.has("baselineSha256")) {
                throw new NarrowgaugeException(
                        ErrorCode.REQUEST_INVALID,
                        "%s is not a result to run again: give a file that benchmark --output wrote".formatted(file));
            }
            Path baseline = unchanged(document.path("baseline"), document.path("baselineSha256"));
            List<Path> variants = new ArrayList<>();
            List<LatencyEvidence> evidence = new ArrayList<>();
            for (JsonNode variant : document.path("variants")) {
                variants.add(unchanged(variant.path("model"), variant.path("sha256")));
                evidence.add(MAPPER.treeToValue(variant.path("evidence"), LatencyEvidence.class));
            }
            return new RecordedBenchmark(
                    baseline,
                    variants,
                    Path.of(document.path("data").asText()),
                    document.path("dataSettings").asText(),
                    plan(document.path("plan")),
                    evidence,
                    machine(document.path("machine")));
        } catch (JsonProcessingException | IllegalArgumentException failure) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "%s is not a result to run again: %s"
                            .formatted(
                                    file,
                                    failure.getMessage().lines().findFirst().orElse("")),
                    failure);
        } catch (IOException failure) {
            throw new NarrowgaugeException(
                    ErrorCode.FILE_NOT_FOUND, "%s cannot be read: %s".formatted(file, failure.getMessage()), failure);
        }
    }

    private static Optional<MeasuringMachine> machine(JsonNode machine) throws JsonProcessingException {
        return machine.isObject() ? Optional.of(MAPPER.treeToValue(machine, MeasuringMachine.class)) : Optional.empty();
    }

    /** @throws NarrowgaugeException REQUEST_INVALID where this machine is of another device class */
    void requireClassOf(MeasuringMachine here) {
        if (machine.isPresent() && !machine.get().deviceClass().equals(here.deviceClass())) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "The result was measured on %s, and this machine is %s, whose ratios need not agree: run it on a machine of that class, or give --anyway."
                            .formatted(machine.get().description(), here.description()));
        }
    }

    private static Path unchanged(JsonNode path, JsonNode sha256) {
        Path model = Path.of(path.asText());
        InputFile.existing(model, "model");
        if (!FileDigest.of(model).equals(sha256.asText())) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "%s is not the model that was measured: its SHA-256 differs. Measure it with benchmark."
                            .formatted(model));
        }
        return model;
    }

    /** With a seed of its own: the same draws once more would be no second look. */
    private static BenchmarkPlan plan(JsonNode plan) throws JsonProcessingException {
        BenchmarkPlan standard = BenchmarkPlan.standard(System.nanoTime());
        return new BenchmarkPlan(
                plan.path("batchSize").asInt(),
                standard.fewestForks(),
                plan.path("mostForks").asInt(),
                plan.path("confidence").asDouble(),
                plan.path("margin").asDouble(),
                standard.seed(),
                standard.maxDuration(),
                plan.has("execution")
                        ? MAPPER.treeToValue(plan.path("execution"), Execution.class)
                        : standard.execution(),
                plan.path("mostFallback").asDouble(standard.mostFallback()));
    }
}
