package dev.narrowgauge.domain.history;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.decision.Numbers;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Two values of a metric against each other.
 *
 * @param first null where that measurement has none
 * @param second likewise
 * @param change from the first to the second: relative where the metric is a factor, in points of 1 where it is a share; null
 *     where nothing is compared
 * @param low of the change's 95 % interval; null without one
 * @param high likewise
 * @param differences why they are not comparable; empty where they are
 * @param sentence for a person
 */
public record Comparison(
        TrackedMetric metric,
        Outcome outcome,
        Figure first,
        Figure second,
        Double change,
        Double low,
        Double high,
        List<ComparisonKey.Difference> differences,
        String sentence) {
    private static final double NORMAL_95 = 1.959964;

    public Comparison {
        requireNonNull(metric, "metric is null");
        requireNonNull(outcome, "outcome is null");
        requireNonNull(sentence, "sentence is null");
        differences = List.copyOf(differences);
    }

    /** What is to be said of two values. */
    public enum Outcome {
        BETTER,
        WORSE,
        /** By less than matters, certainly. */
        UNCHANGED,
        CANNOT_TELL,
        /** They were measured under conditions that are not the same. */
        NOT_COMPARABLE,
        /** One of the measurements has no such value. */
        MISSING
    }

    /** A value with what it was measured under. */
    public record Side(Figure figure, ComparisonKey key) {
        public Side {
            requireNonNull(figure, "figure is null");
            requireNonNull(key, "key is null");
        }
    }

    /**
     * @param noise standard deviation from measurement to measurement, on the metric's scale; counts where a value has no
     *     interval of its own
     */
    public static Comparison of(
            TrackedMetric metric, Optional<Side> first, Optional<Side> second, OptionalDouble noise) {
        if (first.isEmpty() || second.isEmpty()) {
            return without(
                    metric,
                    Outcome.MISSING,
                    first,
                    second,
                    List.of(),
                    "%s has no such value.".formatted(missing(first, second)));
        }
        List<ComparisonKey.Difference> differences =
                first.get().key().differences(second.get().key());
        if (!differences.isEmpty()) {
            return without(
                    metric,
                    Outcome.NOT_COMPARABLE,
                    first,
                    second,
                    differences,
                    "Not comparable, as they differ in %s.".formatted(ComparisonKey.named(differences)));
        }
        return compared(first.get().figure(), second.get().figure(), noise);
    }

    private static Comparison compared(Figure first, Figure second, OptionalDouble noise) {
        TrackedMetric metric = first.metric();
        Scale scale = metric.scale();
        double difference = scale.of(second.value()) - scale.of(first.value());
        OptionalDouble half = halfWidth(first, second, noise);
        Outcome outcome = half.isEmpty() ? Outcome.CANNOT_TELL : outcome(metric, difference, half.getAsDouble());
        boolean bounded = half.isPresent() && half.getAsDouble() > 0;
        return new Comparison(
                metric,
                outcome,
                first,
                second,
                relative(scale, difference),
                bounded ? relative(scale, difference - half.getAsDouble()) : null,
                bounded ? relative(scale, difference + half.getAsDouble()) : null,
                List.of(),
                sentence(outcome, scale, difference, half));
    }

    /** Empty where the spread of a value that a machine makes is not known. */
    private static OptionalDouble halfWidth(Figure first, Figure second, OptionalDouble noise) {
        boolean exact = !first.metric().ofMachine();
        if (!exact && (first.low() == null || second.low() == null) && noise.isEmpty()) {
            return OptionalDouble.empty();
        }
        double ofNoise = NORMAL_95 * noise.orElse(0);
        double one = first.low() == null && !exact ? ofNoise : first.halfWidth();
        double other = second.low() == null && !exact ? ofNoise : second.halfWidth();
        return OptionalDouble.of(Math.hypot(one, other));
    }

    private static Outcome outcome(TrackedMetric metric, double difference, double half) {
        double margin = metric.scale() == Scale.LOG ? Math.log1p(metric.smallestChange()) : metric.smallestChange();
        if (Math.abs(difference) > half && Math.abs(difference) >= margin) {
            return difference < 0 == metric.lessIsBetter() ? Outcome.BETTER : Outcome.WORSE;
        }
        return Math.abs(difference) + half < margin ? Outcome.UNCHANGED : Outcome.CANNOT_TELL;
    }

    private static double relative(Scale scale, double difference) {
        return scale == Scale.LOG ? Math.expm1(difference) : difference;
    }

    private static String sentence(Outcome outcome, Scale scale, double difference, OptionalDouble half) {
        String size = size(scale, difference);
        return switch (outcome) {
            case BETTER -> "Better by %s.".formatted(size);
            case WORSE -> "Worse by %s.".formatted(size);
            case UNCHANGED -> "Unchanged (%s).".formatted(size);
            case CANNOT_TELL ->
                half.isEmpty()
                        ? "Nobody can tell: %s, and how far two measurements differ by chance is not known."
                                .formatted(size)
                        : "Nobody can tell: %s, and two measurements differ by up to %s by chance."
                                .formatted(size, size(scale, half.getAsDouble()));
            case NOT_COMPARABLE, MISSING -> throw new IllegalArgumentException("nothing was compared: " + outcome);
        };
    }

    private static String size(Scale scale, double difference) {
        return scale == Scale.LOG ? Numbers.percent(Math.expm1(difference)) : Numbers.points(difference);
    }

    private static Comparison without(
            TrackedMetric metric,
            Outcome outcome,
            Optional<Side> first,
            Optional<Side> second,
            List<ComparisonKey.Difference> differences,
            String sentence) {
        return new Comparison(
                metric,
                outcome,
                first.map(Side::figure).orElse(null),
                second.map(Side::figure).orElse(null),
                null,
                null,
                null,
                differences,
                sentence);
    }

    private static String missing(Optional<Side> first, Optional<Side> second) {
        if (first.isEmpty() && second.isEmpty()) {
            return "Neither measurement";
        }
        return first.isEmpty() ? "The first measurement" : "The second measurement";
    }
}
