package dev.narrowgauge.cli.local;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.cli.output.JsonFile;
import dev.narrowgauge.cli.output.OutputFile;
import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.profile.Roofline;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineProfiles;
import dev.narrowgauge.proto.engine.MeasureRoofline;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what this machine reaches at most. */
@Command(
        name = "roofline",
        mixinStandardHelpOptions = true,
        description =
                "Measures what this machine reaches at most through ONNX Runtime: matrix products, convolutions and bandwidth in"
                        + " FP32, FP16, BF16 and INT8.")
public final class RooflineCommand implements Callable<Integer> {
    @Option(names = "--output", paramLabel = "R.json", description = "Where to write the result as JSON.")
    private Path output;

    @Mixin
    private LocalWork work;

    @Spec
    private CommandSpec spec;

    private final Supplier<Engine> engine;

    public RooflineCommand(Supplier<Engine> engine) {
        this.engine = requireNonNull(engine, "engine is null");
    }

    @Override
    public Integer call() {
        Optional<OutputFile> document = Optional.ofNullable(output).map(OutputFile::checked);
        Roofline roofline = work.run(
                spec.commandLine().getErr(),
                call -> EngineProfiles.of(engine.get()
                        .measureRoofline(MeasureRoofline.getDefaultInstance(), call)
                        .value()));
        document.ifPresent(file -> JsonFile.write(file, ProfileDocument.roofline(roofline)));
        Screen screen = Screen.of(spec);
        ProfileText.print(screen, roofline);
        if (output != null) {
            screen.whole("wrote", output.toString());
        }
        return ExitCode.OK.status();
    }
}
