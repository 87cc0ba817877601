package dev.narrowgauge.cli.local;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.cli.output.JsonFile;
import dev.narrowgauge.cli.output.OutputFile;
import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.error.Faults;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.profile.ProfileComparison;
import dev.narrowgauge.domain.profile.Roofline;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineAnswer;
import dev.narrowgauge.engine.client.EngineProfiles;
import dev.narrowgauge.proto.engine.MeasureRoofline;
import dev.narrowgauge.proto.engine.Profile;
import dev.narrowgauge.proto.engine.Profiled;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says why a variant is fast or slow on this machine. */
@Command(
        name = "profile",
        mixinStandardHelpOptions = true,
        description =
                "Sets the kernels of a variant beside those of its baseline, and both beside what this machine reaches at most.")
public final class ProfileCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "BASELINE", description = "The model to compare with.")
    private Path baseline;

    @Parameters(index = "1", paramLabel = "VARIANT", description = "The model to explain.")
    private Path variant;

    @Option(names = "--data", paramLabel = "DATA", required = true, description = "Samples to run.")
    private Path data;

    @Option(names = "--output", paramLabel = "R.json", description = "Where to write all kernels as JSON.")
    private Path output;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "12",
            description = "How many parts of the model to list, those that change most; 12 by default.")
    private int rows;

    @Option(
            names = "--seconds",
            paramLabel = "SECONDS",
            defaultValue = "2",
            description = "How long both run together; 2 by default.")
    private double seconds;

    @Mixin
    private SampleOptions samples;

    @Mixin
    private LocalWork work;

    @Spec
    private CommandSpec spec;

    private final Supplier<Engine> engine;

    public ProfileCommand(Supplier<Engine> engine) {
        this.engine = requireNonNull(engine, "engine is null");
    }

    @Override
    public Integer call() {
        Profile task = task();
        Optional<OutputFile> document =
                Optional.ofNullable(output).map(file -> OutputFile.checked(file, List.of(baseline, variant, data)));
        InputFile.requireKinds(List.of(baseline, variant), List.of(data));
        EngineAnswer<Profiled> answer =
                work.run(spec.commandLine().getErr(), call -> engine.get().profile(task, call));
        Roofline roofline = work.run(
                spec.commandLine().getErr(),
                call -> EngineProfiles.of(engine.get()
                        .measureRoofline(MeasureRoofline.getDefaultInstance(), call)
                        .value()));
        ProfileComparison comparison = ProfileComparison.of(
                EngineProfiles.of(answer.value().getBaseline()),
                EngineProfiles.of(answer.value().getVariant()));
        document.ifPresent(file -> JsonFile.write(
                file,
                ProfileDocument.of(
                        baseline,
                        variant,
                        answer.value().getThreads(),
                        comparison,
                        roofline,
                        answer.runtimeVersion())));
        Screen screen = Screen.of(spec);
        ProfileText.print(screen, comparison, roofline, rows);
        if (output != null) {
            screen.whole("wrote", output.toString());
        }
        return ExitCode.OK.status();
    }

    private Profile task() {
        if (rows < 1 || !(seconds > 0)) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "--rows is %d and --seconds is %s; give numbers above 0".formatted(rows, seconds));
        }
        Faults faults = new Faults();
        faults.check(() -> InputFile.existing(baseline, "baseline model"));
        faults.check(() -> InputFile.existing(variant, "variant"));
        faults.check(() -> InputFile.existingSamples(data, "data"));
        faults.raise();
        return Profile.newBuilder()
                .setBaselinePath(baseline.toAbsolutePath().toString())
                .setVariantPath(variant.toAbsolutePath().toString())
                .setDatasetPath(data.toAbsolutePath().toString())
                .setDatasetSettingsJson(samples.json(data))
                .setSeconds(seconds)
                .build();
    }
}
