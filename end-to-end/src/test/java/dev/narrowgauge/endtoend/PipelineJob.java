package dev.narrowgauge.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The script of a pipeline's job, with the packaged command line and the service of these tests. */
final class PipelineJob {
    static final Path SCRIPT = DeployFiles.FOLDER.resolve("ci/gate.sh");

    private PipelineJob() {}

    /**
     * Of a gate of digits.
     *
     * @param directory where the command is written
     * @param outputs where the verdict will be
     */
    static Map<String, String> settings(Path directory, Path outputs) throws IOException {
        return Map.of(
                "NARROWGAUGE_SERVER", RunningService.address(),
                "NARROWGAUGE_API_KEY",
                        Files.readString(RunningService.key(), UTF_8).strip(),
                "NARROWGAUGE_GATE_COMMAND", command(directory),
                "NARROWGAUGE_GATE_MODEL", Installation.demo("digits-cnn.onnx").toString(),
                "NARROWGAUGE_GATE_CALIBRATION",
                        Installation.demo("digits-calibration.npz").toString(),
                "NARROWGAUGE_GATE_EVALUATION",
                        Installation.demo("digits-evaluation.npz").toString(),
                "NARROWGAUGE_GATE_NAME", "digits",
                "NARROWGAUGE_GATE_OUTPUT_DIR", outputs.toString());
    }

    static ShellCommand run(Map<String, String> settings) throws Exception {
        return ShellCommand.run(settings, List.of(SCRIPT.toString()));
    }

    private static String command(Path directory) throws IOException {
        String words = Installation.commandLine().stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
        Path command =
                Files.writeString(directory.resolve("narrowgauge"), "#!/bin/sh\nexec %s \"$@\"\n".formatted(words));
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
        return command.toString();
    }
}
