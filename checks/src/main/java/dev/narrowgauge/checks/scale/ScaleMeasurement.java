package dev.narrowgauge.checks.scale;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.checks.frame.Figures;
import dev.narrowgauge.checks.frame.Machine;
import dev.narrowgauge.checks.frame.MeasuredCommand;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Quantizes one network as a person does, with a report, and says what that took. */
final class ScaleMeasurement {
    private static final Pattern ERROR = Pattern.compile("error ([A-Z_]+)");
    private static final double MEBIBYTE = 1 << 20;

    private final ScaleRow row;
    private final Path directory;
    private final Path checkout;

    ScaleMeasurement(ScaleRow row, Path directory, Path checkout) {
        this.row = row;
        this.directory = directory;
        this.checkout = checkout;
    }

    ScaleFigures measure() {
        Path model = directory.resolve("model.onnx");
        try {
            row.network().write(model);
            double mebibytes = mebibytes();
            boolean quiet = Machine.awaitQuiet();
            Path report = directory.resolve("report.json");
            MeasuredCommand.Result result = MeasuredCommand.in(directory).run(command(model, report));
            boolean ended = result.exit() == ExitCode.OK.status() || result.exit() == ExitCode.INVALID.status();
            return new ScaleFigures(
                    ended ? decision(report) : error(result), result.seconds(), result.mebibytes(), mebibytes, quiet);
        } catch (IOException e) {
            throw new NarrowgaugeException(ErrorCode.OUTPUT_NOT_WRITABLE, directory + " cannot be used: " + e, e);
        }
    }

    private List<String> command(Path model, Path report) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                checkout.resolve("narrowgauge").toString(),
                "quantize",
                model.toString(),
                "--calibration",
                row.network()
                        .samples(row.samples())
                        .write(directory.resolve("samples.npz"))
                        .toString(),
                "-o",
                directory.resolve("variant.onnx").toString(),
                "--report",
                report.toString(),
                "--no-latency-check"));
        if (!row.mode().isEmpty()) {
            Path recipe = Files.writeString(directory.resolve("recipe.yaml"), "mode: " + row.mode() + "\n");
            command.addAll(List.of("--recipe", recipe.toString()));
        }
        return command;
    }

    private double mebibytes() throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes / MEBIBYTE;
    }

    private static String decision(Path report) throws IOException {
        JsonNode document = Figures.MAPPER.readTree(report.toFile());
        return document.at("/decision/outcome").asText();
    }

    private static String error(MeasuredCommand.Result result) {
        Matcher error = ERROR.matcher(result.errors());
        return error.find() ? error.group(1) : "exit " + result.exit();
    }
}
