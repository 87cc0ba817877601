package dev.narrowgauge.api.openapi;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** Which properties of answers may be null: a null means not known, or not there. */
final class NullableProperties {
    /** Of records of {@code domain}, which say so in words only. */
    private static final Map<String, List<String>> BY_SCHEMA = Map.ofEntries(
            Map.entry(
                    "Accelerator",
                    List.of(
                            "smClockMegahertz",
                            "memoryClockMegahertz",
                            "throttleReasons",
                            "powerMilliwatts",
                            "processMemoryBytes",
                            "computeProcesses")),
            Map.entry("Accuracy", List.of("top1", "loss", "outputSqnrDb", "evidence")),
            Map.entry("AccuracyEvidence", List.of("outputSqnrDb", "answerArchive")),
            Map.entry("Audit", List.of("baselineRepeats", "variantRepeats")),
            Map.entry(
                    "BaselineEvidence",
                    List.of(
                            "absent",
                            "runId",
                            "modelId",
                            "ownModelId",
                            "sha256",
                            "evidenceRoot",
                            "sizeBytes",
                            "accuracy",
                            "latency")),
            Map.entry("Block", List.of("beganMillis", "histogram")),
            Map.entry(
                    "BlockConditions",
                    List.of(
                            "stealShare",
                            "waitingShare",
                            "clockChange",
                            "throttleEvents",
                            "collections",
                            "majorFaults",
                            "othersShare")),
            Map.entry("Device", List.of("node", "description", "fingerprint")),
            Map.entry("OutcomeChange", List.of("deviceClass", "before", "after")),
            Map.entry("DeviceDecision", List.of("deviceClass", "node")),
            Map.entry("Difference", List.of("largest", "remedy")),
            Map.entry("Finding", List.of("observed", "interval", "limit")),
            Map.entry(
                    "Latency",
                    List.of(
                            "p90Millis",
                            "p99Millis",
                            "p999Millis",
                            "ratio",
                            "control",
                            "speed",
                            "forks",
                            "moreForks",
                            "noiseFloor",
                            "evidence")),
            Map.entry("LatencyEvidence", List.of("provider")),
            Map.entry("LossCause", List.of("remedy")),
            Map.entry("FurtherEvidence", List.of("insight", "determinism", "weights", "loss")),
            Map.entry("Measurement", List.of("insight", "determinism", "weights")),
            Map.entry("Missing", List.of("samples", "forks")),
            Map.entry("MetricResult", List.of("baseline", "variant", "loss", "method")),
            Map.entry("Node", List.of("quarantine", "clearance", "drainedSince")),
            Map.entry("NoiseFloor", List.of("smallestDifference")),
            Map.entry("OutputAgreement", List.of("sqnrDb", "worstSampleSqnrDb", "differenceP99")),
            Map.entry("OutcomeThen", List.of("observed")),
            Map.entry("ProfiledKernel", List.of("multiplications")),
            Map.entry("ProfiledPart", List.of("baseline", "variant")),
            Map.entry("ProfiledSide", List.of("work")),
            Map.entry("Roof", List.of("matrixRate", "convolutionRate", "bytesPerSecond")),
            Map.entry(
                    "Row",
                    List.of(
                            "variantId",
                            "sizeBytes",
                            "sizeRatio",
                            "device",
                            "accuracy",
                            "latency",
                            "peakMemoryBytes",
                            "failure",
                            "decision",
                            "further",
                            "sha256",
                            "extension",
                            "reused")),
            Map.entry("RuleOutcome", List.of("observed", "slice", "missing", "waiver", "min", "cause")),
            Map.entry("ScenarioFork", List.of("peak", "peakResidentBytes", "proportionalBytes", "joulesPerSample")),
            Map.entry("SensitivityReport", List.of("sqnrDb")),
            Map.entry("SpeedBound", List.of("peakShare", "int8PeakRatio", "leastInt8Ratio")),
            Map.entry("Summary", List.of("p90Millis", "p99Millis", "p999Millis", "peakMemoryBytes")),
            Map.entry("VerdictDocument", List.of("evaluation", "previous")));

    private NullableProperties() {}

    static void declare(Map<String, Schema> schemas) {
        BY_SCHEMA.forEach(
                (name, properties) -> properties.forEach(property -> makeNullable(schemas.get(name), property)));
    }

    /** Says once what the scanner says twice of a nullable reference, of which the first part forbids the null. */
    static void untangle(Schema schema) {
        if (schema.getProperties() == null) {
            return;
        }
        schema.getProperties().values().stream()
                .filter(property -> property.getAnyOf() != null)
                .forEach(property -> property.setType(null));
        List.copyOf(schema.getProperties().entrySet()).stream()
                .filter(property -> property.getValue().getRef() != null
                        && property.getValue().getType() != null
                        && property.getValue().getType().contains(SchemaType.NULL))
                .forEach(property -> makeNullable(schema, property.getKey()));
    }

    private static void makeNullable(Schema schema, String name) {
        Schema property = schema.getProperties().get(name);
        if (property.getRef() == null) {
            property.addType(SchemaType.NULL);
            return;
        }
        schema.addProperty(
                name,
                OASFactory.createSchema()
                        .description(property.getDescription())
                        .addAnyOf(OASFactory.createSchema().ref(property.getRef()))
                        .addAnyOf(OASFactory.createSchema().type(List.of(SchemaType.NULL))));
    }
}
