package dev.narrowgauge.checks.twice;

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
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Two demos in a row, twice: the second look confirms the first. */
public final class TwiceCheck implements Check {
    private static final int BUDGET_SECONDS = 120;

    /** Beyond it the demo ended without a verdict. */
    private static final int LAST_VERDICT = 3;

    @Override
    public String name() {
        return "twice";
    }

    @Override
    public String purpose() {
        return "two demos in a row say the same of every variant";
    }

    @Override
    public List<String> rows(CheckOptions options) {
        return List.of("first-1", "first-2", "second-1", "second-2");
    }

    @Override
    public int budget(String row) {
        return BUDGET_SECONDS;
    }

    @Override
    public Figures measure(String row, CheckOptions options) {
        Machine.awaitQuiet();
        try (TemporaryDirectory directory = TemporaryDirectory.create()) {
            Path document = directory.path().resolve("verdict.json");
            MeasuredCommand.Result result = MeasuredCommand.in(directory.path())
                    .undisturbed()
                    .run(List.of(
                            options.checkout().resolve("narrowgauge").toString(),
                            "demo",
                            "--output",
                            document.toString()));
            if (result.exit() > LAST_VERDICT || !Files.exists(document)) {
                throw new NarrowgaugeException(
                        ErrorCode.INTERNAL_ERROR,
                        "the demo ended with %d: %s".formatted(result.exit(), result.errors()));
            }
            return Figures.of(row, figures(Figures.MAPPER.readTree(document.toFile()), result.seconds()));
        } catch (IOException e) {
            throw new NarrowgaugeException(ErrorCode.INTERNAL_ERROR, row + " cannot be measured: " + e, e);
        }
    }

    private static DemoFigures figures(JsonNode document, double seconds) {
        List<DemoFigures.Variant> variants = new ArrayList<>();
        for (JsonNode variant : document.path("variants")) {
            if (!variant.path("baseline").asBoolean()) {
                JsonNode ratio = variant.at("/latency/ratio");
                variants.add(new DemoFigures.Variant(
                        variant.path("recipe").asText(),
                        variant.path("verdict").asText(),
                        variant.at("/latency/speed").asText(),
                        ratio.path("estimate").asDouble(Double.NaN),
                        ratio.path("low").asDouble(Double.NaN),
                        ratio.path("high").asDouble(Double.NaN)));
            }
        }
        return new DemoFigures(document.path("verdict").asText(), seconds, variants);
    }

    @Override
    public String line(Figures row) {
        DemoFigures demo = row.as(DemoFigures.class);
        String variants = demo.variants().stream().map(TwiceCheck::text).collect(Collectors.joining(" | "));
        return String.format(Locale.ROOT, "%s | %s | %.0f", demo.verdict(), variants, demo.seconds());
    }

    private static String text(DemoFigures.Variant variant) {
        return String.format(
                Locale.ROOT,
                "%s %s %s %.3f [%.3f, %.3f]",
                variant.recipe(),
                variant.verdict(),
                variant.speed(),
                variant.ratio(),
                variant.low(),
                variant.high());
    }

    @Override
    public Conclusion conclude(List<Figures> rows) {
        return TwiceConclusion.of(rows, this::line);
    }
}
