package dev.narrowgauge.cli.local;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.cli.error.WordConverter;
import dev.narrowgauge.cli.output.JsonFile;
import dev.narrowgauge.cli.output.OutputFile;
import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.cli.output.Screen.Tone;
import dev.narrowgauge.domain.determinism.DeterminismReport;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.Faults;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineAnswer;
import dev.narrowgauge.engine.client.EngineProfiles;
import dev.narrowgauge.proto.engine.CheckDeterminism;
import dev.narrowgauge.proto.engine.DeterminismChecked;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says whether a model gives the same bytes again. */
@Command(
        name = "determinism",
        mixinStandardHelpOptions = true,
        description =
                "Runs a model again, with other threads and with fewer optimizations, and names the setting that removes what"
                        + " differs.")
public final class DeterminismCommand implements Callable<Integer> {
    /** What the command is asked to fail on. */
    enum Failing {
        REPEAT("repeat"),
        SETTING("setting");

        private final String word;

        Failing(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** Reads one of them. */
    static final class Words extends WordConverter<Failing> {
        Words() {
            super(List.of(Failing.values()), Failing::word);
        }
    }

    @Parameters(paramLabel = "MODEL", description = "The ONNX model.")
    private Path model;

    @Option(names = "--data", paramLabel = "DATA", required = true, description = "Samples to run.")
    private Path data;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "32",
            description = "How many samples to run each way; 32 by default.")
    private int count;

    @Option(names = "--output", paramLabel = "R.json", description = "Where to write the result as JSON.")
    private Path output;

    @Option(
            names = "--fail-on",
            paramLabel = "WHAT",
            converter = Words.class,
            description =
                    "Fail where the same input gives other bytes in a repeat, or where any setting that was tried does.")
    private Failing failOn;

    @Mixin
    private SampleOptions samples;

    @Mixin
    private LocalWork work;

    @Spec
    private CommandSpec spec;

    private final Supplier<Engine> engine;

    public DeterminismCommand(Supplier<Engine> engine) {
        this.engine = requireNonNull(engine, "engine is null");
    }

    @Override
    public Integer call() {
        CheckDeterminism task = task();
        Optional<OutputFile> document =
                Optional.ofNullable(output).map(file -> OutputFile.checked(file, List.of(model, data)));
        InputFile.requireKinds(List.of(model), List.of(data));
        EngineAnswer<DeterminismChecked> answer =
                work.run(spec.commandLine().getErr(), call -> engine.get().checkDeterminism(task, call));
        DeterminismReport report = EngineProfiles.of(answer.value());
        document.ifPresent(file -> JsonFile.write(file, document(report, answer)));
        print(Screen.of(spec), report);
        return verdict(report).exitCode().status();
    }

    private CheckDeterminism task() {
        if (count < 1) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID, "--samples is %d; give how many to run, at least 1".formatted(count));
        }
        Faults faults = new Faults();
        faults.check(() -> InputFile.existing(model, "ONNX model"));
        faults.check(() -> InputFile.existingSamples(data, "data"));
        faults.raise();
        return CheckDeterminism.newBuilder()
                .setModelPath(model.toAbsolutePath().toString())
                .setDatasetPath(data.toAbsolutePath().toString())
                .setDatasetSettingsJson(samples.json(data))
                .setSamples(count)
                .build();
    }

    private Map<String, Object> document(DeterminismReport report, EngineAnswer<DeterminismChecked> answer) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("model", model.toString());
        document.put("sha256", FileDigest.of(model));
        document.put("data", data.toString());
        document.put("threads", answer.value().getThreads());
        document.put("repeatable", report.repeats());
        document.put("sameEverywhere", report.differsNowhere());
        document.put("differences", report.differences());
        document.put("engineVersion", answer.engineVersion());
        document.put("runtimeVersion", answer.runtimeVersion());
        return document;
    }

    private void print(Screen screen, DeterminismReport report) {
        if (report.differsNowhere()) {
            screen.headline(Tone.GOOD, "DETERMINISTIC", "the same bytes however it is run.");
        } else if (report.repeats()) {
            screen.headline(
                    Tone.UNSURE, "REPEATABLE", "the same input gives the same bytes, but other settings do not.");
        } else {
            screen.headline(Tone.BAD, "NOT REPEATABLE", "the same input gives other bytes the next time.");
        }
        screen.blank();
        report.differences()
                .forEach(difference -> screen.text("%s: %s.".formatted(difference.what(), difference.sentence())));
        if (output != null) {
            screen.whole("wrote", output.toString());
        }
    }

    private Verdict verdict(DeterminismReport report) {
        boolean fails =
                failOn == Failing.REPEAT && !report.repeats() || failOn == Failing.SETTING && !report.differsNowhere();
        return fails ? Verdict.FAIL : Verdict.PASS;
    }
}
