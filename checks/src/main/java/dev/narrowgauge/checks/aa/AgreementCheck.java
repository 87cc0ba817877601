package dev.narrowgauge.checks.aa;

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
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A file against a copy of itself: whatever is said to differ is not true. And against what is slower by a known part. */
public final class AgreementCheck implements Check {
    private static final int BUDGET_SECONDS = 75;

    @Override
    public String name() {
        return "a-a";
    }

    @Override
    public String purpose() {
        return "a file is as fast as itself, on a quiet machine and beside others, and what costs 5 % more is slower";
    }

    @Override
    public List<String> rows(CheckOptions options) {
        return AgreementRow.all().stream().map(AgreementRow::name).toList();
    }

    @Override
    public int budget(String row) {
        return BUDGET_SECONDS;
    }

    @Override
    public Figures measure(String row, CheckOptions options) {
        AgreementRow what = AgreementRow.find(row);
        Machine.awaitQuiet();
        try (TemporaryDirectory directory = TemporaryDirectory.create();
                AutoCloseable _ = what.setting() == Setting.LOADED ? Bursts.start(what.number()) : () -> {}) {
            return Figures.of(row, measure(what, directory.path(), options));
        } catch (IOException e) {
            throw new NarrowgaugeException(ErrorCode.INTERNAL_ERROR, row + " cannot be measured: " + e, e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static AgreementFigures measure(AgreementRow row, Path directory, CheckOptions options) throws IOException {
        Path model =
                options.shared().resolve("models/%s.onnx".formatted(row.model().name()));
        Path data = options.shared()
                .resolve("datasets/%s-calibration.npz".formatted(row.model().samples()));
        Path other = other(row, model, data, directory, options);
        Path document = directory.resolve("result.json");
        MeasuredCommand.Result result = MeasuredCommand.in(directory)
                .undisturbed()
                .run(List.of(
                        options.checkout().resolve("narrowgauge").toString(),
                        "benchmark",
                        model.toString(),
                        other.toString(),
                        "--data",
                        data.toString(),
                        "--output",
                        document.toString()));
        if (result.exit() != 0) {
            throw new NarrowgaugeException(
                    ErrorCode.INTERNAL_ERROR, "benchmark ended with %d: %s".formatted(result.exit(), result.errors()));
        }
        JsonNode variant = Figures.MAPPER.readTree(document.toFile()).at("/variants/0");
        JsonNode ratio = variant.at("/latency/ratio");
        return new AgreementFigures(
                variant.path("verdict").asText(),
                ratio.path("estimate").asDouble(Double.NaN),
                ratio.path("low").asDouble(Double.NaN),
                ratio.path("high").asDouble(Double.NaN),
                variant.at("/evidence/forks").size(),
                result.seconds(),
                variant.path("reason").asText());
    }

    /** A slower one is made once and kept: all of its rows compare the same two files. */
    private static Path other(AgreementRow row, Path model, Path data, Path directory, CheckOptions options)
            throws IOException {
        double cost = row.setting().extraCost();
        if (cost == 0) {
            return Files.copy(model, directory.resolve("copy.onnx"));
        }
        Path made = options.work()
                .resolve("a-a/models/%s-%s.onnx"
                        .formatted(row.model().name(), row.setting().label()));
        if (!Files.exists(made)) {
            Files.createDirectories(made.getParent());
            ExtraBranch.write(model, data, cost, made);
        }
        return made;
    }

    @Override
    public String line(Figures row) {
        AgreementFigures figures = row.as(AgreementFigures.class);
        return String.format(
                Locale.ROOT,
                "%s | %.3f [%.3f, %.3f] | %d | %.0f | %s",
                figures.verdict(),
                figures.ratio(),
                figures.low(),
                figures.high(),
                figures.forks(),
                figures.seconds(),
                Optional.of(figures.reason())
                        .filter(reason -> !reason.isEmpty())
                        .orElse("-"));
    }

    @Override
    public Conclusion conclude(List<Figures> rows) {
        return AgreementConclusion.of(rows, this::line);
    }
}
