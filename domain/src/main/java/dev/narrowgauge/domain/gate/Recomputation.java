package dev.narrowgauge.domain.gate;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.VerdictDocument.Latency;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.variant.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The rows and the verdict of a document, made once more from the evidence that stands in it.
 *
 * @param differences what the document says otherwise, sentences; empty where it follows from its evidence
 */
public record Recomputation(List<Row> rows, Verdict verdict, List<String> differences) {
    /** Relative; what writing and reading a number costs is far less. */
    private static final double SAME = 1e-9;

    public Recomputation {
        rows = List.copyOf(rows);
        requireNonNull(verdict, "verdict is null");
        differences = List.copyOf(differences);
    }

    /**
     * By the document's own policy.
     *
     * @throws NarrowgaugeException REQUEST_INVALID where a row has no evidence
     */
    public static Recomputation of(VerdictDocument document) {
        return of(document.variants(), document.verdict(), document.policy(), Occasion.of(document));
    }

    /** At a time when every date of the policy is past, on a model that nobody knows. */
    static Recomputation of(List<Row> stated, Verdict statedVerdict, Policy policy) {
        return of(stated, statedVerdict, policy, Occasion.UNKNOWN);
    }

    /**
     * @param stated rows of a verdict document
     * @param statedVerdict of the same document
     * @param policy of the same document, or another one; then rows and verdict may differ from what it states
     * @param occasion of the same document
     * @throws NarrowgaugeException REQUEST_INVALID where a row has no evidence
     */
    public static Recomputation of(List<Row> stated, Verdict statedVerdict, Policy policy, Occasion occasion) {
        Gate gate = new Gate(policy, occasion);
        long baselineBytes = stated.stream()
                .filter(Row::baseline)
                .map(Row::sizeBytes)
                .findFirst()
                .orElse(0L);
        List<Row> variants = stated.stream().filter(row -> !row.baseline()).toList();
        List<Row> rows = gate.rows(
                variants.stream().map(row -> evidence(row, baselineBytes)).toList());
        Verdict verdict = gate.verdict(rows);
        List<Row> made = rows.stream().filter(row -> !row.baseline()).toList();
        List<String> differences = new ArrayList<>();
        compareBaselines(stated, rows, differences);
        for (int i = 0; i < variants.size(); i++) {
            compare(variants.get(i), made.get(i), differences);
        }
        different("the verdict", statedVerdict, verdict, differences);
        return new Recomputation(rows, verdict, differences);
    }

    private static Evidence evidence(Row row, long baselineBytes) {
        Precision precision = Precision.ofLabel(row.precision())
                .orElseThrow(() -> refused(row, "its precision '%s' is not known".formatted(row.precision())));
        if (row.failure() != null) {
            return new Evidence.Missing(
                    row.recipe(),
                    precision,
                    row.device() == null ? null : row.device().deviceClass(),
                    row.failure().code(),
                    row.failure().message());
        }
        if (row.accuracy() == null
                || row.accuracy().evidence() == null
                || row.latency() == null
                || row.latency().evidence() == null) {
            throw refused(row, "it has no evidence to recompute it from");
        }
        return new Evidence.Measured(
                row.variantId(),
                row.recipe(),
                precision,
                row.sizeBytes(),
                baselineBytes,
                row.device(),
                row.accuracy().evidence(),
                recounted(row),
                row.latency().noiseFloor(),
                row.further(),
                row.sha256(),
                row.extension(),
                row.reused());
    }

    private static LatencyEvidence recounted(Row row) {
        try {
            return row.latency().evidence().recounted();
        } catch (IllegalArgumentException failure) {
            throw refused(row, "the runs of a block are damaged: its histogram is %s".formatted(failure.getMessage()));
        }
    }

    /** What is wrong with the blocks that everything is made from; empty where nothing is. */
    public static Optional<String> altered(String name, LatencyEvidence evidence) {
        long altered = evidence.alteredBlocks();
        return altered == 0
                ? Optional.empty()
                : Optional.of("%s: of %d blocks the median is not that of their runs.".formatted(name, altered));
    }

    private static NarrowgaugeException refused(Row row, String why) {
        return new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID, "The row of %s cannot be verified: %s.".formatted(name(row), why));
    }

    private static void compareBaselines(List<Row> stated, List<Row> made, List<String> differences) {
        List<Row> statedOnes = stated.stream().filter(Row::baseline).toList();
        List<Row> madeOnes = made.stream().filter(Row::baseline).toList();
        for (int i = 0; i < Math.min(statedOnes.size(), madeOnes.size()); i++) {
            compareFigures(statedOnes.get(i), madeOnes.get(i), differences);
        }
    }

    private static void compareFigures(Row stated, Row made, List<String> differences) {
        if (stated.latency() == null || made.latency() == null) {
            return;
        }
        String name = name(stated);
        Latency one = stated.latency();
        Latency other = made.latency();
        different(name + ": the number of runs", one.runs(), other.runs(), differences);
        different(name + ": the p50", one.p50Millis(), other.p50Millis(), differences);
        different(name + ": the p90", one.p90Millis(), other.p90Millis(), differences);
        different(name + ": the p99", one.p99Millis(), other.p99Millis(), differences);
        different(name + ": the p99.9", one.p999Millis(), other.p999Millis(), differences);
        different(name + ": the peak memory in bytes", stated.peakMemoryBytes(), made.peakMemoryBytes(), differences);
    }

    private static void compare(Row stated, Row made, List<String> differences) {
        String name = name(stated);
        compareFigures(stated, made, differences);
        different(name + ": the verdict", stated.verdict(), made.verdict(), differences);
        if (stated.latency() != null && made.latency() != null) {
            compare(name, stated.latency(), made.latency(), differences);
        }
        if (stated.accuracy() != null && made.accuracy() != null) {
            different(
                    name + ": the loss",
                    stated.accuracy().loss(),
                    made.accuracy().loss(),
                    differences);
            differences.addAll(
                    AccuracyRecomputation.differences(name, stated.accuracy().evidence()));
        }
        if (stated.further() != null) {
            stated.further().baselines().stream()
                    .filter(other -> other.latency() != null)
                    .flatMap(other -> altered("%s: %s".formatted(name, other.title()), other.latency()).stream())
                    .forEach(differences::add);
        }
        if (stated.extension() != null
                && stated.latency() != null
                && stated.latency().evidence() != null) {
            different(
                    name + ": the number of forks of all its measurements",
                    stated.extension().allForks(),
                    stated.latency().evidence().forks().size(),
                    differences);
        }
        List<RuleOutcome> rules = made.rules();
        for (int i = 0; i < Math.max(rules.size(), stated.rules().size()); i++) {
            RuleOutcome one = i < stated.rules().size() ? stated.rules().get(i) : null;
            RuleOutcome other = i < rules.size() ? rules.get(i) : null;
            String what = "%s: rule %s".formatted(name, one == null ? other.rule() : one.rule());
            different(what, one == null ? null : one.verdict(), other == null ? null : other.verdict(), differences);
            if (one != null && other != null) {
                compare(what, one, other, differences);
            }
        }
    }

    private static void compare(String name, RuleOutcome stated, RuleOutcome made, List<String> differences) {
        different(name + ": what was observed", stated.observed(), made.observed(), differences);
        different(name + ": its effect", stated.effect(), made.effect(), differences);
        different(name + ": its waiver", stated.waiver(), made.waiver(), differences);
        different(name + ": the slice", stated.slice(), made.slice(), differences);
    }

    private static void compare(String name, Latency stated, Latency made, List<String> differences) {
        altered(name, stated.evidence()).ifPresent(differences::add);
        different(name + ": the speed", stated.speed(), made.speed(), differences);
        different(name + ": the ratio", stated.ratio(), made.ratio(), differences);
        different(name + ": the control", stated.control(), made.control(), differences);
    }

    private static void different(String what, Object stated, Object made, List<String> differences) {
        if (!isSame(stated, made)) {
            differences.add(difference(what, stated, made));
        }
    }

    /** Whether two values are the same; of numbers and intervals, but for the last digits. */
    public static boolean isSame(Object stated, Object made) {
        if (stated instanceof Interval one && made instanceof Interval other) {
            return isClose(one.estimate(), other.estimate())
                    && isClose(one.low(), other.low())
                    && isClose(one.high(), other.high())
                    && isClose(one.confidence(), other.confidence());
        }
        return stated instanceof Double one && made instanceof Double other
                ? isClose(one, other)
                : Objects.equals(stated, made);
    }

    /** What a document says otherwise than its evidence, as a sentence. */
    public static String difference(String what, Object stated, Object made) {
        return "%s is %s in the document and %s by its evidence.".formatted(what, text(stated), text(made));
    }

    private static String text(Object value) {
        return switch (value) {
            case null -> "not known";
            case Interval interval -> Numbers.ratio(interval);
            case Double millis -> Numbers.millis(millis);
            default -> value.toString();
        };
    }

    private static boolean isClose(double one, double other) {
        return Math.abs(one - other) <= SAME * Math.max(1, Math.abs(one));
    }

    private static String name(Row row) {
        return row.device() == null
                ? row.recipe()
                : "%s on %s".formatted(row.recipe(), row.device().deviceClass());
    }
}
