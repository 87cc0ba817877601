package dev.narrowgauge.cli.local;

import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.cli.output.TextTable;
import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.scenario.ColdStart;
import dev.narrowgauge.domain.scenario.PeakRate;
import dev.narrowgauge.domain.scenario.Scenario;
import dev.narrowgauge.domain.scenario.ScenarioFork;
import dev.narrowgauge.domain.scenario.ScenarioResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/** Scenarios as tables: what models achieve, and what they take for it. */
final class ScenarioText {
    private static final double CONFIDENCE = 0.95;
    private static final String UNKNOWN = "unknown";
    private static final String FEW = "not enough runs";

    private ScenarioText() {}

    static void print(Screen screen, List<Path> models, List<ScenarioResult> results) {
        TextTable achieved = new TextTable(
                "model",
                "threads",
                "batch",
                "p50",
                "p99",
                rate(results.getFirst().scenario()),
                "ratio [95 %]");
        for (ScenarioResult result : results) {
            achieved.add(
                    name(models, result),
                    Integer.toString(result.threads()),
                    Integer.toString(result.batchSize()),
                    millis(result.p50Millis(), UNKNOWN),
                    millis(result.tailMillis(0.99), FEW),
                    perSecond(result),
                    ratio(result, results));
        }
        screen.table(achieved);
        screen.blank();
        TextTable taken = new TextTable(
                "model",
                "threads",
                "batch",
                "process",
                "session",
                "first run",
                "warm",
                "peak memory",
                "proportional",
                "energy");
        for (ScenarioResult result : results) {
            taken.add(
                    name(models, result),
                    Integer.toString(result.threads()),
                    Integer.toString(result.batchSize()),
                    start(result, ColdStart::processMillis),
                    start(result, ColdStart::sessionMillis),
                    start(result, ColdStart::firstRunMillis),
                    start(result, ColdStart::warmMillis),
                    bytes(result.peakResidentBytes()),
                    bytes(result.proportionalBytes()),
                    energy(result));
        }
        screen.table(taken);
        results.stream()
                .map(result -> remark(models, result))
                .flatMap(Optional::stream)
                .forEach(screen::text);
    }

    private static String rate(Scenario scenario) {
        return switch (scenario) {
            case SINGLE_STREAM, OFFLINE -> "samples/s";
            case SERVER -> "peak queries/s";
        };
    }

    private static String perSecond(ScenarioResult result) {
        OptionalDouble rate = result.samplesPerSecond();
        return rate.isEmpty() ? "none" : String.format(Locale.ROOT, "%,.1f", rate.getAsDouble());
    }

    /** To the first model with the same setting. */
    private static String ratio(ScenarioResult result, List<ScenarioResult> results) {
        if (result.model() == 0) {
            return "-";
        }
        return results.stream()
                .filter(other -> other.model() == 0
                        && other.threads() == result.threads()
                        && other.batchSize() == result.batchSize())
                .findFirst()
                .flatMap(baseline -> result.throughputRatio(baseline, CONFIDENCE))
                .map(Numbers::ratio)
                .orElse("not known");
    }

    private static String millis(OptionalDouble millis, String absent) {
        return millis.isEmpty() ? absent : Numbers.millis(millis.getAsDouble());
    }

    private static String start(ScenarioResult result, Function<ColdStart, Double> figure) {
        return millis(result.coldStartMillis(figure), UNKNOWN);
    }

    private static String bytes(OptionalLong bytes) {
        return bytes.isEmpty() ? UNKNOWN : Numbers.bytes(bytes.getAsLong());
    }

    private static String energy(ScenarioResult result) {
        OptionalDouble joules = result.joulesPerSample();
        return joules.isEmpty() ? UNKNOWN : String.format(Locale.ROOT, "%.4g J", joules.getAsDouble());
    }

    private static Optional<String> remark(List<Path> models, ScenarioResult result) {
        long unconfirmed = result.forks().stream()
                .map(ScenarioFork::peak)
                .filter(Objects::nonNull)
                .filter(peak -> !peak.confirmed())
                .count();
        String name = name(models, result);
        if (unconfirmed > 0) {
            return Optional.of("%s: the peak rate was not confirmed in %s; %s."
                    .formatted(name, Numbers.counted(unconfirmed, "fork"), why(result)));
        }
        return result.disturbedForks() == 0
                ? Optional.empty()
                : Optional.of("%s: other programs disturbed %s, so that its figures tell less."
                        .formatted(name, Numbers.counted(result.disturbedForks(), "fork")));
    }

    private static String why(ScenarioResult result) {
        boolean isBrokenAlone = result.forks().stream()
                .map(ScenarioFork::peak)
                .filter(Objects::nonNull)
                .mapToDouble(PeakRate::perSecond)
                .anyMatch(rate -> rate == 0);
        return isBrokenAlone
                ? "the limit is broken at every rate that was tried: a run alone may take longer than it"
                : "give the search more time with --search-seconds";
    }

    private static String name(List<Path> models, ScenarioResult result) {
        return models.get(result.model()).getFileName().toString();
    }
}
