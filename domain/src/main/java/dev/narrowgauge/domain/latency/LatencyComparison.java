package dev.narrowgauge.domain.latency;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.stats.NestedLogRatio;
import dev.narrowgauge.domain.stats.SequentialMean;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the evidence says of the speed of a variant. The only place that makes an interval of a latency ratio from a
 * measurement: what stops measuring, the gate, the tables, the documents and the page all read this one.
 *
 * @param ratio time of the variant / of the baseline; null where too little was measured for an interval
 * @param control time of the baseline in another process / of the baseline in the first, likewise, with its own confidence
 * @param reason why the measurement is not to be used or says nothing; empty where it tells
 * @param forks that count
 * @param moreForks after which it would be enough, by what was seen so far; null where it is or that is not known
 */
public record LatencyComparison(
        Interval ratio, Interval control, Speed speed, String reason, int forks, Integer moreForks) {
    /** Fewer show no spread between processes: a preview. */
    public static final int FEWEST_FORKS = SequentialMean.FIRST_LOOK;

    /** A difference that does not matter where nothing else is asked. */
    public static final double MARGIN = 0.02;

    private static final double MOST_VOID = 0.2;
    private static final int MOST_FORKS_FORETOLD = 1000;

    public LatencyComparison {
        requireNonNull(speed, "speed is null");
        requireNonNull(reason, "reason is null");
    }

    /**
     * @param confidence of the ratio's interval, in (0, 1)
     * @param margin relative difference that does not matter
     */
    public static LatencyComparison of(LatencyEvidence evidence, double confidence, double margin) {
        NestedLogRatio variant = evidence.variantRatio();
        Interval ratio = variant.interval(confidence).orElse(null);
        int forks = variant.forks().size();
        Interval control = Control.ratio(evidence).orElse(null);
        String invalid = whyInvalid(evidence, control);
        if (!invalid.isEmpty()) {
            return new LatencyComparison(ratio, control, Speed.INVALID, invalid, forks, null);
        }
        if (forks < FEWEST_FORKS || ratio == null) {
            return new LatencyComparison(
                    ratio,
                    control,
                    Speed.INCONCLUSIVE,
                    forks < FEWEST_FORKS ? tooFew(forks) : unbounded(forks, confidence),
                    forks,
                    Math.max(1, FEWEST_FORKS - forks));
        }
        Speed speed = Speed.of(ratio, margin);
        Integer more = isEnough(ratio, margin)
                ? null
                : variant.mean()
                        .map(mean -> moreForks(mean, confidence, foretold -> isEnough(foretold, margin)))
                        .orElse(null);
        String reason = speed == Speed.INCONCLUSIVE ? undecided(ratio, more) : "";
        return new LatencyComparison(ratio, control, speed, reason, forks, more);
    }

    /**
     * After how many more forks the ratio's interval would lie on one side of a limit, by what was seen so far; null where
     * that is not known.
     *
     * @param confidence of that interval, in (0, 1)
     */
    public static Integer moreForks(LatencyEvidence evidence, double confidence, double limit) {
        return evidence.variantRatio()
                .mean()
                .map(mean -> moreForks(mean, confidence, ratio -> ratio.high() < limit || ratio.low() > limit))
                .orElse(null);
    }

    /** Of so few forks that it shows how a measurement goes, and is no answer. */
    public boolean isPreview() {
        return forks < FEWEST_FORKS;
    }

    /**
     * Whether no more forks are needed: faster or slower, or the same by an interval as narrow as half the margin. The
     * control has no say in it, so that its interval is looked at once, when all is measured.
     */
    public boolean isEnough(double margin) {
        return !isPreview() && ratio != null && isEnough(ratio, margin);
    }

    private static boolean isEnough(Interval ratio, double margin) {
        return switch (Speed.of(ratio, margin)) {
            case FASTER, SLOWER -> true;
            case SAME -> ratio.logHalfWidth() <= margin / 2;
            case INCONCLUSIVE, INVALID -> false;
        };
    }

    private static String whyInvalid(LatencyEvidence evidence, Interval control) {
        if (!evidence.steady()) {
            return "The latency had not settled when the warm-up gave up, so the ratio cannot be trusted;"
                    + " measure again while nothing else runs on the device.";
        }
        String elsewhere =
                evidence.provider() == null ? "" : evidence.provider().finding();
        if (!elsewhere.isEmpty()) {
            return elsewhere;
        }
        String audit = evidence.audit().finding();
        if (!audit.isEmpty()) {
            return audit;
        }
        List<Block> blocks = evidence.blocks();
        long voided = blocks.stream().filter(block -> !block.counts()).count();
        if (voided >= MOST_VOID * blocks.size() && voided > 0) {
            return "%d of %d blocks do not count (%s): measure again while nothing else runs on the device."
                    .formatted(voided, blocks.size(), usualCause(blocks));
        }
        if (control != null && Control.isAlarm(control)) {
            return "The baseline in two processes took %s of its own time (%s): what is measured here is not the model's."
                    .formatted(Numbers.ratio(control.estimate()), Numbers.interval(control));
        }
        return "";
    }

    private static String usualCause(List<Block> blocks) {
        Map<String, Long> causes = blocks.stream()
                .flatMap(block -> block.voided().stream())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return causes.entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .orElseThrow()
                .getKey();
    }

    private static String tooFew(int forks) {
        return forks == 1
                ? "One fork is a preview: another may take a few percent more or less."
                : "%d forks are too few for an answer, %d are needed.".formatted(forks, FEWEST_FORKS);
    }

    private static String unbounded(int forks, double confidence) {
        return "%d forks are too few for an interval of so much confidence (%s).".formatted(forks, confidence);
    }

    private static String undecided(Interval ratio, Integer more) {
        String range = "The ratio may be anything from %s to %s"
                .formatted(Numbers.ratio(ratio.low()), Numbers.ratio(ratio.high()));
        return more == null ? range + "." : "%s; about %d more forks would tell.".formatted(range, more);
    }

    private static Integer moreForks(SequentialMean mean, double confidence, Predicate<Interval> tells) {
        for (int forks = mean.count() + 1; forks <= MOST_FORKS_FORETOLD; forks++) {
            Interval foretold = Interval.ofRatio(mean.mean(), mean.halfWidthOf(forks, confidence), confidence);
            if (tells.test(foretold)) {
                return forks - mean.count();
            }
        }
        return null;
    }
}
