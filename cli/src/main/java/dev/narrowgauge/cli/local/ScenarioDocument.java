package dev.narrowgauge.cli.local;

import dev.narrowgauge.domain.scenario.ScenarioResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Scenarios with every fork, enough to compute each figure again. */
final class ScenarioDocument {
    private ScenarioDocument() {}

    /**
     * @param dataSettings as JSON; empty where there are none
     * @param machine this one
     */
    static Map<String, Object> of(
            List<Path> models, Path data, String dataSettings, List<ScenarioResult> results, MeasuringMachine machine) {
        Map<String, Object> document = new LinkedHashMap<>();
        List<Map<String, Object>> files = new ArrayList<>();
        for (Path model : models) {
            Map<String, Object> file = new LinkedHashMap<>();
            file.put("model", model.toString());
            file.put("sha256", FileDigest.of(model));
            files.add(file);
        }
        document.put("models", files);
        document.put("data", data.toString());
        document.put("dataSettings", dataSettings);
        document.put("machine", machine);
        document.put("results", results.stream().map(ScenarioDocument::result).toList());
        return document;
    }

    private static Map<String, Object> result(ScenarioResult result) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("model", result.model());
        document.put("scenario", result.scenario().text());
        document.put("threads", result.threads());
        document.put("batchSize", result.batchSize());
        document.put("p50Millis", number(result.p50Millis()));
        document.put("p99Millis", number(result.tailMillis(0.99)));
        document.put("samplesPerSecond", number(result.samplesPerSecond()));
        document.put("peakResidentBytes", number(result.peakResidentBytes()));
        document.put("proportionalBytes", number(result.proportionalBytes()));
        document.put("joulesPerSample", number(result.joulesPerSample()));
        document.put("forks", result.forks());
        return document;
    }

    private static Double number(OptionalDouble value) {
        return value.isEmpty() ? null : (Double) value.getAsDouble();
    }

    private static Long number(OptionalLong value) {
        return value.isEmpty() ? null : (Long) value.getAsLong();
    }
}
