package dev.narrowgauge.checks.scale;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.checks.frame.CheckOptions;
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
    private final Path shared;

    ScaleMeasurement(ScaleRow row, Path directory, CheckOptions options) {
        this.row = row;
        this.directory = directory;
        this.checkout = options.checkout();
        this.shared = options.shared();
    }

    ScaleFigures measure() {
        try {
            Path model = row.network().model(directory, shared);
            double mebibytes = mebibytes(model);
            boolean quiet = Machine.awaitQuiet();
            Path report = directory.resolve("report.json");
            MeasuredCommand.Result result = MeasuredCommand.in(directory).run(command(model, report));
            boolean ended = result.exit() == ExitCode.OK.status() || result.exit() == ExitCode.INVALID.status();
            return new ScaleFigures(
                    ended ? decision(report) : error(result),
                    result.seconds(),
                    result.mebibytes(),
                    result.unmappedMebibytes(),
                    mebibytes,
                    quiet);
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
                row.network().data(directory, shared, row.samples()).toString(),
                "-o",
                directory.resolve("variant.onnx").toString(),
                "--report",
                report.toString(),
                "--no-latency-check",
                "--timeout",
                Integer.toString(row.budget())));
        if (row.memory() > 0) {
            command.addAll(List.of("--memory", Integer.toString(row.memory())));
        }
        if (!row.mode().isEmpty()) {
            Path recipe = Files.writeString(directory.resolve("recipe.yaml"), "mode: " + row.mode() + "\n");
            command.addAll(List.of("--recipe", recipe.toString()));
        }
        return command;
    }

    /** With the data beside it. */
    private double mebibytes(Path model) throws IOException {
        long bytes = model.startsWith(directory) ? 0 : Files.size(model);
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
