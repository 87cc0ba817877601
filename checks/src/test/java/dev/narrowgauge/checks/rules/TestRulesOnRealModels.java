package dev.narrowgauge.checks.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.cli.verify.VerifyCommand;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.gate.Evidence;
import dev.narrowgauge.domain.gate.Gate;
import dev.narrowgauge.domain.gate.Metric;
import dev.narrowgauge.domain.gate.Occasion;
import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.domain.gate.Recomputation;
import dev.narrowgauge.domain.gate.Row;
import dev.narrowgauge.domain.gate.RuleOutcome;
import dev.narrowgauge.domain.gate.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/**
 * Each rule on real models, one that keeps it and one that breaks it: a network of the demo in INT8, and what somebody might
 * hand in its place. Limits of times and memory are so far off that no machine comes near them.
 */
class TestRulesOnRealModels {
    private static final Path DEMO = Path.of(System.getProperty("narrowgauge.root"), "demo");

    /** The digit that a spoilt model never answers, and how many of them there are: three points of all samples. */
    private static final int LOST = 7;

    private static final int OF_LOST = 24;

    /** Of each piece of a document. */
    private static final int CHANGES = 40;

    /** That keep a rule of a metric, and that break it. */
    private record Pair(Case kept, Case broken, Verdict verdict) {
        Pair(Case kept, Case broken) {
            this(kept, broken, Verdict.FAIL);
        }
    }

    private record Case(Evidence.Measured measured, Map<String, Object> limit) {}

    private static final Map<String, Pair> CASES = new LinkedHashMap<>();

    private static Evidence.Measured sound;
    private static Evidence.Measured spoilt;
    private static Evidence.Measured hundred;

    @BeforeAll
    static void measure(@TempDir Path directory) throws IOException {
        Path baseline = DEMO.resolve("digits-cnn.onnx");
        DigitSamples digits = DigitSamples.read(DEMO.resolve("digits-evaluation.npz"));
        Path samples = digits.with(OF_LOST, LOST, directory.resolve("samples.npz"));
        MeasuredModels models = new MeasuredModels(baseline, directory);
        Path int8 = models.quantized(DEMO.resolve("digits-calibration.npz"));
        MeasuredModels.Timed timed = models.timed(int8, samples);

        Evidence.Measured good = models.evaluated(int8, samples, timed.latency());
        sound = models.started(models.repeated(models.profiled(good, int8, samples), int8, samples), timed.starts());
        hundred = models.evaluated(int8, digits.first(100, directory.resolve("hundred.npz")), timed.latency());
        // What is called INT8 here is the float model.
        Evidence.Measured untrue =
                models.profiled(models.evaluated(baseline, samples, timed.latency()), baseline, samples);
        Path damaged = DamagedModels.withoutClass(LOST, baseline, directory.resolve("damaged.onnx"));
        spoilt = models.evaluated(damaged, samples, timed.latency());
        Path noisy = DamagedModels.withNoise(baseline, directory.resolve("noisy.onnx"));
        Evidence.Measured unsteady = models.repeated(models.evaluated(noisy, samples, timed.latency()), noisy, samples);
        fill(untrue, unsteady, timed.latency().runtimeVersion());
    }

    private static void fill(Evidence.Measured untrue, Evidence.Measured unsteady, String version) {
        put("accuracy.top1.loss", sound, Map.of("max", 0.03), spoilt, Map.of("max", 0.01));
        put("accuracy.top1.relativeLoss", sound, Map.of("max", 0.03), spoilt, Map.of("max", 0.01));
        put("accuracy.flips", sound, Map.of("max", 0.05), spoilt, Map.of("max", 0.01));
        put("accuracy.slice.loss", sound, Map.of("max", 0.5), spoilt, Map.of("max", 0.5));
        // The sound one changes no answer here, of which there is no interval.
        put("accuracy.loss", spoilt, measure("f1.macro", 0.5), spoilt, measure("f1.macro", 0.05));
        put("accuracy.agreement", sound, Map.of("max", 5), spoilt, Map.of("max", 0.5));
        put("latency.p50.ratio", sound, Map.of("max", 100), sound, Map.of("max", 0.0001));
        put("latency.p99.upper", sound, Map.of("max", 60_000), sound, Map.of("max", 0.000001));
        put("latency.p99.ratio", sound, Map.of("max", 100), sound, Map.of("max", 0.0001));
        put("size.ratio", sound, Map.of("max", 0.6), untrue, Map.of("max", 0.6));
        put("memory.peak", sound, Map.of("max", 1e12), sound, Map.of("max", 1));
        put("memory.peak.ratio", sound, Map.of("max", 100), sound, Map.of("max", 0.0001));
        put("coldStart", sound, Map.of("max", 600_000), sound, Map.of("max", 0.0001));
        put("coverage", sound, Map.of("min", 0.9), untrue, Map.of("min", 0.9));
        put("coverage.time", sound, Map.of("min", 0.01), untrue, Map.of("min", 0.01));
        put("labelTruth", sound, Map.of(), untrue, Map.of());
        put("determinism", sound, Map.of(), unsteady, Map.of());
        CASES.put(
                "runtimeRange",
                new Pair(
                        new Case(sound, Map.of("versions", List.of(version))),
                        new Case(sound, Map.of("versions", List.of(version, "0.1"))),
                        // Nobody has looked there.
                        Verdict.INVALID));
    }

    private static void put(
            String metric,
            Evidence.Measured kept,
            Map<String, Object> keptLimit,
            Evidence.Measured broken,
            Map<String, Object> brokenLimit) {
        CASES.put(metric, new Pair(new Case(kept, keptLimit), new Case(broken, brokenLimit)));
    }

    private static Map<String, Object> measure(String measure, double max) {
        return Map.of("measure", measure, "max", max);
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void everyMetricIsKeptByOneAndBrokenByAnother(Metric metric) {
        assertThat(CASES)
                .as("a model that keeps a rule on this metric, and one that breaks it")
                .containsKey(metric.label());
        Pair pair = CASES.get(metric.label());
        RuleOutcome kept = judged(metric.label(), pair.kept());
        assertThat(kept.verdict()).as(kept.sentence()).isEqualTo(Verdict.PASS);
        RuleOutcome broken = judged(metric.label(), pair.broken());
        assertThat(broken.verdict()).as(broken.sentence()).isEqualTo(pair.verdict());
    }

    @Test
    void sliceCollapsesWhileTheMeanHolds() {
        RuleOutcome mean = judged("accuracy.top1.loss", new Case(spoilt, Map.of("max", 0.06)));
        assertThat(mean.verdict()).as(mean.sentence()).isEqualTo(Verdict.PASS);
        RuleOutcome slice = judged("accuracy.slice.loss", new Case(spoilt, Map.of("max", 0.06)));
        assertThat(slice.verdict()).as(slice.sentence()).isEqualTo(Verdict.FAIL);
        assertThat(slice.slice()).isEqualTo("class " + LOST);
    }

    @Test
    void bytesAndKernelsBreakALabelEachByItself() {
        RuleOutcome untrue = judged("labelTruth", CASES.get("labelTruth").broken());
        assertThat(untrue.observed().estimate()).as(untrue.sentence()).isEqualTo(2);
        assertThat(untrue.sentence()).contains("has no kernel that computes with integers", "stores none of its");
    }

    @Test
    void hundredSamplesAreInconclusiveAndSayHowManyAreNeeded() {
        RuleOutcome outcome = judged("accuracy.top1.loss", new Case(hundred, Map.of("max", 0.01)));
        assertThat(outcome.verdict()).as(outcome.sentence()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(outcome.missing().samples()).isBetween(100L, 10_000L);
        assertThat(outcome.sentence()).endsWith("more samples would, were they like the 100 here.");
    }

    /** Whichever it is, of evidence, policy, waivers or the digests themselves. */
    @Test
    void oneByteThatIsChangedIsNamed() throws IOException {
        JudgedDocument document = JudgedDocument.of(
                List.of(sound, spoilt),
                CASES.keySet().stream()
                        .map(metric -> rule(metric, CASES.get(metric).kept()))
                        .toList());
        assertThat(document.pieces())
                .contains(
                        "/policy",
                        "/model",
                        "/variants/1",
                        "/variants/1/accuracy/evidence",
                        "/variants/1/latency/evidence",
                        "/variants/2/device",
                        "/digests");
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (String piece : document.pieces()) {
            for (int change = 0; change < CHANGES; change++) {
                String changed = document.changed(piece, random);
                assertThat(document.differences(changed))
                        .as("one byte of %s, seed %d", piece, seed)
                        .isNotEmpty()
                        .anyMatch(told -> piece.equals("/digests") || told.contains(piece));
            }
        }
    }

    /** The command says so, too. */
    @Test
    void verifyFailsAndNamesThePiece(@TempDir Path directory) throws IOException {
        JudgedDocument document = JudgedDocument.of(
                List.of(sound, spoilt),
                CASES.keySet().stream()
                        .map(metric -> rule(metric, CASES.get(metric).kept()))
                        .toList());
        Path file = directory.resolve("verdict.json");
        Files.writeString(file, document.json());
        StringWriter said = new StringWriter();
        assertThat(verify(file, said)).as(said.toString()).isEqualTo(ExitCode.OK.status());
        Files.writeString(file, document.changed("/variants/1/latency/evidence", new Random(7)));
        assertThat(verify(file, said)).isEqualTo(ExitCode.FAIL.status());
        assertThat(said.toString().replaceAll("\\s+", " "))
                .contains("DIFFERENT", "The latency evidence of 'int8.onnx'", "was changed");
    }

    private static int verify(Path file, StringWriter said) {
        return new CommandLine(new VerifyCommand())
                .setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(said, true))
                .execute(file.toString());
    }

    private static Map<String, Object> rule(String metric, Case judged) {
        Map<String, Object> rule = new HashMap<>(judged.limit());
        rule.put("metric", metric);
        return rule;
    }

    /** And what it says follows from its evidence. */
    private static RuleOutcome judged(String metric, Case judged) {
        Policy policy = Policy.fromMap(Map.of("gate", List.of("int8"), "rules", List.of(rule(metric, judged))));
        Gate gate = new Gate(policy);
        List<Row> rows = gate.rows(List.of(judged.measured()));
        Recomputation made = Recomputation.of(rows, gate.verdict(rows), policy, Occasion.UNKNOWN);
        assertThat(made.differences()).isEmpty();
        return rows.getLast().rules().getFirst();
    }
}
