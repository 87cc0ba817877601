package dev.narrowgauge.cli.local;

import dev.narrowgauge.cli.error.WordConverter;
import dev.narrowgauge.cli.output.JsonFile;
import dev.narrowgauge.cli.output.OutputFile;
import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.error.Faults;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.scenario.LatencyLimit;
import dev.narrowgauge.domain.scenario.Scenario;
import dev.narrowgauge.domain.scenario.ScenarioResult;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.ScenarioPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures models as they are used: one run after the other, in batches, or by queries that arrive at random. */
@Command(
        name = "scenario",
        mixinStandardHelpOptions = true,
        description =
                "Measures models in a scenario: latency, throughput by batch size, or the highest rate of queries that a latency"
                        + " limit allows; with cold start, memory and energy.")
public final class ScenarioCommand implements Callable<Integer> {
    private static final List<Integer> SWEEP = List.of(1, 2, 4, 8, 16, 32);
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double PERCENT = 100;

    /** Reads the name of a scenario. */
    static final class Words extends WordConverter<Scenario> {
        Words() {
            super(List.of(Scenario.values()), Scenario::text);
        }
    }

    @Parameters(
            index = "0",
            paramLabel = "SCENARIO",
            converter = Words.class,
            description =
                    "single-stream: one run after the other. offline: batches of several sizes. server: queries that arrive at"
                            + " random.")
    private Scenario scenario;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "MODEL",
            description = "Models to measure; others are compared with the first.")
    private List<Path> models;

    @Option(names = "--data", paramLabel = "DATA", required = true, description = "Samples to run.")
    private Path data;

    @Option(names = "--output", paramLabel = "R.json", description = "Where to write the result as JSON.")
    private Path output;

    @Option(
            names = "--batch",
            paramLabel = "N",
            split = ",",
            description = "Samples per run, several with commas; by default 1, and 1,2,4,8,16,32 where offline.")
    private List<Integer> batchSizes;

    @Option(
            names = "--sweep-threads",
            paramLabel = "N",
            split = ",",
            description = "Threads of ONNX Runtime, several with commas, instead of --threads.")
    private List<Integer> sweepThreads;

    @Option(
            names = "--forks",
            paramLabel = "N",
            defaultValue = "" + ScenarioPlan.STANDARD_FORKS,
            description = "Fresh processes of each model; 3 by default.")
    private int forks;

    @Option(
            names = "--seconds",
            paramLabel = "SECONDS",
            defaultValue = "" + ScenarioPlan.STANDARD_SECONDS,
            description = "How long each process runs at least, once it is warm; 1 by default.")
    private double seconds;

    @Option(
            names = "--latency-limit",
            paramLabel = "MILLISECONDS",
            description = "Of the server scenario: within what time queries are to be answered.")
    private Double limitMillis;

    @Option(
            names = "--percentile",
            paramLabel = "PERCENT",
            defaultValue = "99",
            description = "Of the server scenario: how many of 100 queries are to be; 99 by default.")
    private double percentile;

    @Option(
            names = "--search-seconds",
            paramLabel = "SECONDS",
            description = "Of the server scenario: how long each search may take; 120 by default.")
    private Integer searchSeconds;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of everything that is drawn at random; random by default.")
    private Long seed;

    @Mixin
    private SampleOptions samples;

    @Mixin
    private LocalWork work;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        requireFiles();
        Optional<OutputFile> document = Optional.ofNullable(output).map(file -> OutputFile.checked(file, inputs()));
        requireSettings();
        InputFile.requireKinds(models, List.of(data));
        String settings = samples.json(data);
        MeasuringMachine machine = work.run(
                spec.commandLine().getErr(), call -> BaselineInspection.inspect(models.getFirst(), data, call));
        List<ScenarioResult> results = work.run(
                spec.commandLine().getErr(),
                call -> Engine.installed()
                        .scenarios()
                        .measure(models, data, settings, plan(call.limits().threads()), call));
        document.ifPresent(file -> JsonFile.write(file, ScenarioDocument.of(models, data, settings, results, machine)));
        Screen screen = Screen.of(spec);
        ScenarioText.print(screen, models, results);
        if (output != null) {
            screen.whole("wrote", output.toString());
        }
        return ExitCode.OK.status();
    }

    private void requireFiles() {
        Faults faults = new Faults();
        models.forEach(model -> faults.check(() -> InputFile.existing(model, "model")));
        faults.check(() -> InputFile.existingSamples(data, "data"));
        faults.raise();
    }

    private List<Path> inputs() {
        List<Path> taken = new ArrayList<>(models);
        taken.add(data);
        return taken;
    }

    private void requireSettings() {
        boolean isServer = scenario == Scenario.SERVER;
        require(
                isServer == (limitMillis != null),
                isServer
                        ? "the server scenario needs --latency-limit MILLISECONDS"
                        : "--latency-limit is of the server scenario alone; leave it out, or measure server");
        require(limitMillis == null || limitMillis > 0, "--latency-limit is not positive; give milliseconds");
        require(percentile > 0 && percentile < PERCENT, "--percentile is not between 0 and 100; give one such as 99");
        require(
                !isServer || batchSizes == null || batchSizes.equals(List.of(1)),
                "--batch is 1 in the server scenario, whose queries are of one sample; leave it out");
        require(
                batchSizes == null || batchSizes.stream().allMatch(size -> size > 0),
                "--batch is not positive; give how many samples a run takes");
        require(
                sweepThreads == null || sweepThreads.stream().allMatch(threads -> threads >= 0),
                "--sweep-threads is negative; give numbers of threads, or 0 for the physical cores");
        require(forks > 0, "--forks is not positive; give how many processes of each model to measure");
        require(seconds > 0, "--seconds is not positive; give how long each process runs");
        require(searchSeconds == null || searchSeconds > 0, "--search-seconds is not positive; give seconds");
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw new NarrowgaugeException(ErrorCode.REQUEST_INVALID, otherwise);
        }
    }

    /** @param threads where no sweep over them is asked for */
    private ScenarioPlan plan(int threads) {
        List<Integer> standard = scenario == Scenario.OFFLINE ? SWEEP : List.of(1);
        return new ScenarioPlan(
                scenario,
                batchSizes == null ? standard : batchSizes,
                sweepThreads == null ? List.of(threads) : sweepThreads,
                forks,
                seconds,
                Optional.ofNullable(limitMillis)
                        .map(millis -> new LatencyLimit(
                                percentile / PERCENT, Math.max(1, Math.round(millis * NANOS_PER_MILLI)))),
                ScenarioPlan.STANDARD_PRECISION,
                searchSeconds == null ? ScenarioPlan.STANDARD_SEARCH : Duration.ofSeconds(searchSeconds),
                seed == null ? System.nanoTime() : seed);
    }
}
