package dev.narrowgauge.checks.wild;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.checks.frame.Figures;
import dev.narrowgauge.checks.frame.MeasuredCommand;
import dev.narrowgauge.checks.zoo.Specimen;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.stats.Interval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command line as a person uses it who gives a model and samples, and no recipe. */
final class Default {
    private static final Pattern ERROR = Pattern.compile("error ([A-Z_]+): (.*)");

    private final Path checkout;
    private final Specimen.Files files;

    /**
     * @param decision outcome, or the error's code
     * @param file whether there is one
     */
    record Made(String decision, String reason, Path file, double seconds, double mebibytes) {
        boolean isThere() {
            return Files.isRegularFile(file);
        }
    }

    Default(Path checkout, Specimen.Files files) {
        this.checkout = checkout;
        this.files = files;
    }

    Made quantize(Path output) {
        return quantize(output, List.of());
    }

    Made quantize(Path output, List<String> more) {
        Path report = output.resolveSibling(output.getFileName() + ".json");
        List<String> command = new ArrayList<>(List.of(
                checkout.resolve("narrowgauge").toString(),
                "quantize",
                files.model().toString(),
                "--calibration",
                files.calibration().toString(),
                "--evaluation",
                files.evaluation().toString(),
                "-o",
                output.toString(),
                "--report",
                report.toString()));
        command.addAll(more);
        MeasuredCommand.Result result = MeasuredCommand.in(output.getParent()).run(command);
        if (result.exit() != ExitCode.OK.status() && result.exit() != ExitCode.INVALID.status()) {
            Matcher error = ERROR.matcher(result.errors());
            boolean known = error.find();
            return new Made(
                    known ? error.group(1) : "exit " + result.exit(),
                    known ? error.group(2) : result.errors(),
                    output,
                    result.seconds(),
                    result.mebibytes());
        }
        JsonNode decision = json(report).path("decision");
        return new Made(
                decision.path("outcome").asText(),
                decision.path("reason").asText(),
                output,
                result.seconds(),
                result.mebibytes());
    }

    /** In fresh processes, on new samples, with one thread. */
    Interval timed(Path variant) {
        Path result = variant.resolveSibling(variant.getFileName() + ".latency.json");
        MeasuredCommand.Result run = MeasuredCommand.in(variant.getParent())
                .run(List.of(
                        checkout.resolve("narrowgauge").toString(),
                        "benchmark",
                        files.model().toString(),
                        variant.toString(),
                        "--data",
                        files.fresh().toString(),
                        "--threads",
                        "1",
                        "--output",
                        result.toString()));
        if (run.exit() != ExitCode.OK.status()) {
            throw new NarrowgaugeException(
                    ErrorCode.INTERNAL_ERROR, "benchmark ended with %d: %s".formatted(run.exit(), run.errors()));
        }
        JsonNode ratio = json(result).at("/variants/0/latency/ratio");
        return new Interval(
                ratio.get("estimate").asDouble(),
                ratio.get("low").asDouble(),
                ratio.get("high").asDouble(),
                ratio.get("confidence").asDouble());
    }

    private static JsonNode json(Path file) {
        try {
            return Figures.MAPPER.readTree(file.toFile());
        } catch (IOException e) {
            throw new NarrowgaugeException(ErrorCode.FILE_NOT_FOUND, file + " cannot be read: " + e, e);
        }
    }
}
