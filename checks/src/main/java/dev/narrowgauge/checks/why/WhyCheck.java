package dev.narrowgauge.checks.why;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.checks.frame.Check;
import dev.narrowgauge.checks.frame.CheckOptions;
import dev.narrowgauge.checks.frame.Conclusion;
import dev.narrowgauge.checks.frame.Figures;
import dev.narrowgauge.checks.frame.Machine;
import dev.narrowgauge.checks.frame.MeasuredCommand;
import dev.narrowgauge.checks.frame.TemporaryDirectory;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Why INT8 is fast or slow: a network of large convolutions, a tiny one, and a transformer. */
public final class WhyCheck implements Check {
    private static final int PARTS = 12;

    /** Model and samples below the shared directory. */
    private static final Map<String, Inputs> MODELS = Map.of(
            "ppocr-det", new Inputs("models/wild/ppocr-det.onnx", "datasets/wild/ppocr-det-calibration.npz"),
            "digits-cnn", new Inputs("models/digits-cnn.onnx", "datasets/digits-calibration.npz"),
            "vit-cifar10", new Inputs("models/vit-cifar10.onnx", "datasets/cifar10-calibration.npz"));

    private record Inputs(String model, String samples) {}

    @Override
    public String name() {
        return "why";
    }

    @Override
    public String purpose() {
        return "a profile says why INT8 is fast or slow, in figures that add up";
    }

    @Override
    public List<String> rows(CheckOptions options) {
        return List.of("ppocr-det", "digits-cnn", "vit-cifar10");
    }

    @Override
    public Figures measure(String row, CheckOptions options) {
        Machine.awaitQuiet();
        try (TemporaryDirectory directory = TemporaryDirectory.create()) {
            return Figures.of(row, measure(MODELS.get(row), directory.path(), options));
        } catch (IOException e) {
            throw new NarrowgaugeException(ErrorCode.INTERNAL_ERROR, row + " cannot be measured: " + e, e);
        }
    }

    private static WhyFigures measure(Inputs files, Path directory, CheckOptions options) throws IOException {
        String model = options.shared().resolve(files.model()).toString();
        String samples = options.shared().resolve(files.samples()).toString();
        Path variant = directory.resolve("int8.onnx");
        Path recipe = Files.writeString(directory.resolve("recipe.yaml"), "precision: int8\nmode: static\n");
        Path document = directory.resolve("profile.json");
        run(
                directory,
                options,
                "quantize",
                model,
                "--calibration=" + samples,
                "--recipe=" + recipe,
                "--no-latency-check",
                "--keep",
                "--output=" + variant);
        run(directory, options, "profile", model, variant.toString(), "--data=" + samples, "--output=" + document);
        return figures(Figures.MAPPER.readTree(document.toFile()));
    }

    private static void run(Path directory, CheckOptions options, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(options.checkout().resolve("narrowgauge").toString());
        command.addAll(List.of(arguments));
        MeasuredCommand.Result result =
                MeasuredCommand.in(directory).undisturbed().run(command);
        if (result.exit() != 0) {
            throw new NarrowgaugeException(
                    ErrorCode.INTERNAL_ERROR,
                    "%s ended with %d: %s".formatted(arguments[0], result.exit(), result.errors()));
        }
    }

    private static WhyFigures figures(JsonNode document) {
        List<String> reasons = new ArrayList<>();
        document.path("reasons").forEach(reason -> reasons.add(reason.asText()));
        List<WhyFigures.Part> parts = new ArrayList<>();
        double changes = 0;
        for (JsonNode part : document.path("parts")) {
            changes += part.path("changeMicros").asDouble();
            parts.add(new WhyFigures.Part(
                    part.path("name").asText(),
                    part.at("/baseline/operator").asText(),
                    part.at("/baseline/micros").asDouble(),
                    part.at("/variant/operator").asText(),
                    part.at("/variant/micros").asDouble()));
        }
        JsonNode least = document.at("/baseline/bound/leastInt8Ratio");
        return new WhyFigures(
                reasons,
                document.at("/baseline/kernelMicros").asDouble(),
                document.at("/variant/kernelMicros").asDouble(),
                document.at("/variant/runMicros").asDouble(),
                least.isNumber() ? (Double) least.asDouble() : null,
                changes,
                document.path("transitionChangeMicros").asDouble(),
                parts.stream()
                        .sorted(Comparator.comparingDouble(WhyCheck::change).reversed())
                        .limit(PARTS)
                        .toList());
    }

    private static double change(WhyFigures.Part part) {
        return Math.abs(part.variantMicros() - part.baselineMicros());
    }

    @Override
    public String line(Figures row) {
        WhyFigures figures = row.as(WhyFigures.class);
        return String.format(
                Locale.ROOT,
                "%.0f µs | %.0f µs | %.3f, at least %.3f",
                figures.baselineMicros(),
                figures.variantMicros(),
                figures.ratio(),
                figures.leastRatio());
    }

    @Override
    public Conclusion conclude(List<Figures> rows) {
        return WhyConclusion.of(rows);
    }
}
