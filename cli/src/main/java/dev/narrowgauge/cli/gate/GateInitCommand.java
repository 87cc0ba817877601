package dev.narrowgauge.cli.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.narrowgauge.cli.local.InputFile;
import dev.narrowgauge.cli.output.OutputFile;
import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.model.OnnxModelDescription;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code narrowgauge gate init}. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = "Writes a commented policy to begin with, for one model where that is given; needs no service.")
public final class GateInitCommand implements Callable<Integer> {
    @Option(names = "--model", paramLabel = "MODEL.onnx", description = "The model that the policy is for.")
    private Path model;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "POLICY.yaml",
            description = "Where to write it; narrowgauge-gate.yaml by default.")
    private Path output = GateOptions.USUAL_POLICY;

    @Option(names = "--force", description = "Replaces the file where there is one.")
    private boolean force;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        OutputFile file = OutputFile.checked(output, Arrays.asList(model));
        if (!force && Files.exists(file.path())) {
            throw new NarrowgaugeException(
                    ErrorCode.OUTPUT_NOT_WRITABLE,
                    "%s is there already: give another name with -o, or --force to replace it.".formatted(output));
        }
        Optional<OnnxModelDescription> described = Optional.ofNullable(model).map(GateInitCommand::described);
        file.write(PolicyTemplate.of(described).getBytes(UTF_8));
        Screen.of(spec).whole("wrote", output.toString());
        return ExitCode.OK.status();
    }

    private static OnnxModelDescription described(Path model) {
        InputFile.existing(model, "ONNX model");
        InputFile.requireModel(model);
        return OnnxModelReader.readUnchecked(model).describe();
    }
}
