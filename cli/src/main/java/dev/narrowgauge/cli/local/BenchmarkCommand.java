package dev.narrowgauge.cli.local;

import dev.narrowgauge.cli.output.JsonFile;
import dev.narrowgauge.cli.output.OutputFile;
import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.error.Faults;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.Rule;
import dev.narrowgauge.domain.gate.RuleOutcome;
import dev.narrowgauge.domain.gate.RuleTest;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.latency.LatencyComparison;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.domain.latency.NoiseFloor;
import dev.narrowgauge.domain.latency.Speed;
import dev.narrowgauge.engine.client.BenchmarkPlan;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.PairedMeasurement;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Times variants against a baseline on this machine. */
@Command(
        name = "benchmark",
        mixinStandardHelpOptions = true,
        description =
                "Times variants against the baseline in interleaved blocks, in fresh processes, until the answer is known well enough.")
public final class BenchmarkCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "BASELINE", description = "The model to compare with.")
    private Path baseline;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "VARIANT", description = "Models to time against it.")
    private List<Path> variants;

    @Option(names = "--data", paramLabel = "DATA", required = true, description = "Samples to run.")
    private Path data;

    @Option(names = "--output", paramLabel = "R.json", description = "Where to write the result as JSON.")
    private Path output;

    @Option(
            names = "--histograms",
            paramLabel = "FILE.hlog",
            description = "Where to write every run as a histogram log, which the tools of HdrHistogram read and draw.")
    private Path histograms;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "1", description = "Samples per run; 1 by default.")
    private int batchSize;

    @Option(
            names = "--forks",
            paramLabel = "N",
            description =
                    "Most forks, each with fresh processes, at least 6 for an answer; 40 by default, fewer where enough is"
                            + " known.")
    private Integer mostForks;

    @Option(names = "--quick", description = "One fork: a preview, never an answer.")
    private boolean quick;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of everything that is drawn at random; random by default.")
    private Long seed;

    @Option(
            names = "--fail-on",
            paramLabel = "WHAT",
            split = ",",
            converter = Demand.Any.class,
            description =
                    "Fail where a variant is slower, where none is faster, so that fp32 is to be shipped, or where the"
                            + " runs cannot-tell which; several with commas.")
    private Set<Demand> failOn = Set.of();

    @Option(
            names = "--max-ratio",
            paramLabel = "RATIO",
            description = "Fail where the time may be more than this share of the baseline's, at 95 %% confidence.")
    private Double maxRatio;

    @Mixin
    private ProviderOptions provider;

    @Mixin
    private SampleOptions samples;

    @Mixin
    private LocalWork work;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        requireFiles();
        Optional<OutputFile> document =
                Optional.ofNullable(output).map(file -> OutputFile.checked(file, inputsAnd(null)));
        Optional<OutputFile> log =
                Optional.ofNullable(histograms).map(file -> OutputFile.checked(file, inputsAnd(output)));
        BenchmarkPlan plan = plan();
        Optional<Rule> ratioLimit = Optional.ofNullable(maxRatio).map(Limit::ratio);
        InputFile.requireKinds(
                Stream.concat(Stream.of(baseline), variants.stream()).toList(), List.of(data));
        // Before the measurement: what fails here must not cost it.
        String settings = samples.json(data);
        MeasuringMachine machine = machine();
        Map<Path, PairedMeasurement> measurements = measure(settings, plan);
        NoiseFloor noiseFloor = LocalControls.ofThisUser(plan.execution()).afterMeasuring(measurements.values());
        document.ifPresent(file -> JsonFile.write(
                file, BenchmarkDocument.of(baseline, data, settings, measurements, noiseFloor, machine)));
        log.ifPresent(file -> file.write(histograms(measurements)));
        Map<Path, RuleOutcome> outcomes = new LinkedHashMap<>();
        ratioLimit.ifPresent(rule -> measurements.forEach(
                (variant, measured) -> outcomes.put(variant, RuleTest.latency(rule, measured.comparison()))));
        Screen screen = Screen.of(spec);
        outcomes.forEach((variant, outcome) ->
                DecisionText.print(screen, variant.getFileName() + ", " + outcome.rule(), outcome));
        BenchmarkText.print(screen, baseline, measurements, noiseFloor);
        Stream.of(output, histograms)
                .filter(Objects::nonNull)
                .forEach(written -> screen.whole("wrote", written.toString()));
        return exitCode(measurements.values(), outcomes.values()).status();
    }

    private void requireFiles() {
        Faults faults = new Faults();
        faults.check(() -> InputFile.existing(baseline, "baseline model"));
        variants.forEach(variant -> faults.check(() -> InputFile.existing(variant, "variant")));
        faults.check(() -> InputFile.existingSamples(data, "data"));
        faults.raise();
    }

    private static byte[] histograms(Map<Path, PairedMeasurement> measurements) {
        Map<Path, LatencyEvidence> evidence = new LinkedHashMap<>();
        measurements.forEach((variant, measured) -> evidence.put(variant, measured.evidence()));
        return HistogramLog.of(measurements.values().iterator().next().began(), evidence);
    }

    private ExitCode exitCode(Collection<PairedMeasurement> measurements, Collection<RuleOutcome> outcomes) {
        List<Verdict> verdicts = new ArrayList<>(List.of(Verdict.PASS));
        outcomes.forEach(outcome -> verdicts.add(outcome.verdict()));
        for (PairedMeasurement measured : measurements) {
            Speed speed = measured.comparison().speed();
            boolean tells = speed != Speed.INVALID && speed != Speed.INCONCLUSIVE;
            if (!tells && failOn.contains(Demand.CANNOT_TELL)) {
                verdicts.add(speed == Speed.INVALID ? Verdict.INVALID : Verdict.INCONCLUSIVE);
            }
            boolean slower = speed == Speed.SLOWER;
            boolean noFaster = tells && speed != Speed.FASTER;
            if (slower && failOn.contains(Demand.SLOWER) || noFaster && failOn.contains(Demand.FP32)) {
                verdicts.add(Verdict.FAIL);
            }
        }
        return Verdict.strongest(verdicts).exitCode();
    }

    private List<Path> inputsAnd(Path otherResult) {
        List<Path> taken = new ArrayList<>(variants);
        taken.addAll(Arrays.asList(baseline, data, otherResult));
        return taken;
    }

    private Map<Path, PairedMeasurement> measure(String settings, BenchmarkPlan plan) {
        PrintWriter error = spec.commandLine().getErr();
        List<PairedMeasurement> found = work.run(
                error,
                call -> Engine.installed(plan.execution().provider())
                        .benchmark()
                        .compare(baseline, variants, data, settings, plan, call));
        Map<Path, PairedMeasurement> measurements = new LinkedHashMap<>();
        for (int i = 0; i < found.size(); i++) {
            measurements.put(variants.get(i), found.get(i));
        }
        return measurements;
    }

    private MeasuringMachine machine() {
        return work.run(spec.commandLine().getErr(), call -> BaselineInspection.inspect(baseline, data, call));
    }

    private BenchmarkPlan plan() {
        require(batchSize >= 1, "--batch is %d; give how many samples a run takes, at least 1", batchSize);
        if (quick && mostForks != null) {
            throw new NarrowgaugeException(ErrorCode.REQUEST_INVALID, "--quick is one fork; leave out --forks");
        }
        int forks = mostForks == null ? BenchmarkPlan.STANDARD_FORKS : mostForks;
        require(
                forks >= LatencyComparison.FEWEST_FORKS,
                "--forks is %d; give at least " + LatencyComparison.FEWEST_FORKS + ", or --quick for a preview",
                forks);
        long drawn = seed == null ? System.nanoTime() : seed;
        BenchmarkPlan plan = quick
                ? BenchmarkPlan.quick(drawn)
                : BenchmarkPlan.standard(drawn).withForks(forks);
        return plan.withBatchSize(batchSize).on(provider.execution(), provider.mostFallback());
    }

    private static void require(boolean right, String otherwise, int value) {
        if (!right) {
            throw new NarrowgaugeException(ErrorCode.REQUEST_INVALID, otherwise.formatted(value));
        }
    }
}
