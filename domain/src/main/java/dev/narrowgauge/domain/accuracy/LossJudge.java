package dev.narrowgauge.domain.accuracy;

import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.stats.PairedProportions;
import dev.narrowgauge.domain.stats.Proportion;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/**
 * Gives a loss an interval by the method that suits the measure: Tango's score for answers that are right or wrong, one in
 * each cluster; Clopper and Pearson's for how many answers are still the baseline's; the {@link ClusterBootstrap} for
 * everything else.
 *
 * @param output that the answers are of; empty where they are of none in particular
 * @param confidence two-sided
 */
record LossJudge(Clusters clusters, String output, int resamples, double confidence) {
    /** Of fewer a bootstrap is much too narrow. */
    static final int FEWEST_CLUSTERS = 20;

    /** Of fewer, what was drawn says little about what differs where. */
    private static final int FEWEST_DIFFERING = 10;

    /** Draws beyond each end of an interval; of fewer the end is chance. */
    private static final double FEWEST_BEYOND = 4;

    MetricResult judge(ScorePair pair) {
        int[] once = new int[pair.samples()];
        Arrays.fill(once, 1);
        double baseline = pair.baseline().of(once);
        double variant = pair.variant().of(once);
        double loss = pair.loss(once);
        Counted counted = Counted.of(pair, clusters);
        if (Double.isNaN(loss)) {
            return result(pair, baseline, variant, counted, null, null, undefined(pair, baseline));
        }
        Optional<Interval> proportion = proportion(pair, counted);
        if (proportion.isPresent()) {
            String method = pair.metric().isAgainstBaseline() ? "clopper-pearson" : "tango";
            return result(pair, baseline, variant, counted, proportion.get(), method, "");
        }
        if (counted.differing() == 0) {
            return unchanged(pair, baseline, variant, counted);
        }
        if (counted.clusters() < FEWEST_CLUSTERS) {
            String note = "An interval takes %d independent samples; the number of those here is %d."
                    .formatted(FEWEST_CLUSTERS, counted.clusters());
            return result(pair, baseline, variant, counted, null, null, note);
        }
        if (resamples * (1 - confidence) / 2 < FEWEST_BEYOND) {
            String note = "An interval at %s confidence takes more than the %d draws that there are."
                    .formatted(Numbers.percent(confidence), resamples);
            return result(pair, baseline, variant, counted, null, null, note);
        }
        Optional<Interval> drawn = ClusterBootstrap.interval(pair::loss, clusters, resamples, confidence);
        if (drawn.isEmpty()) {
            String note = "For many samples drawn anew it is not defined, so it has no interval.";
            return result(pair, baseline, variant, counted, null, null, note);
        }
        return result(pair, baseline, variant, counted, drawn.get(), "bca", fewDiffer(counted));
    }

    private static String undefined(ScorePair pair, double baseline) {
        String which = pair.metric().isAgainstBaseline() || !Double.isNaN(baseline) ? "variant" : "baseline";
        return "%s is not defined for the answers of the %s, which do not vary or of which there are none."
                .formatted(pair.metric().label(), which);
    }

    private static String fewDiffer(Counted counted) {
        return counted.differing() >= FEWEST_DIFFERING
                ? ""
                : "Only %d of %d independent samples differ, so the interval is a rough one."
                        .formatted(counted.differing(), counted.clusters());
    }

    /**
     * Of that many clusters without a difference, so large a share may still differ, in all answers of the largest ones. Of
     * what is no share of answers, such as a mean over classes, one answer may move more than its share.
     */
    private MetricResult unchanged(ScorePair pair, double baseline, double variant, Counted counted) {
        if (pair.metric().unit() != AccuracyMetric.Unit.PROPORTION || counted.clusters() == 0) {
            return result(pair, baseline, variant, counted, null, null, "No answer differs from the baseline's.");
        }
        double share = new Proportion(0, counted.clusters()).atMost((1 + confidence) / 2);
        double bound = Math.min(1, share * counted.largest() * counted.clusters() / counted.answers());
        return result(
                pair,
                baseline,
                variant,
                counted,
                new Interval(0, pair.metric().isAgainstBaseline() ? 0 : -bound, bound, confidence),
                "unchanged",
                "No answer differs; the interval is what a share of samples that is still possible could make of it.");
    }

    /** Where every cluster has at most one answer that is right or wrong. */
    private Optional<Interval> proportion(ScorePair pair, Counted counted) {
        if (pair.metric().unit() != AccuracyMetric.Unit.PROPORTION
                || !(pair.baseline() instanceof RatioScore baseline)
                || !(pair.variant() instanceof RatioScore variant)
                || counted.answers() > counted.clusters()) {
            return Optional.empty();
        }
        long onlyVariant = 0;
        long onlyBaseline = 0;
        for (int sample = 0; sample < pair.samples(); sample++) {
            onlyVariant += Math.max(0, variant.counted(sample) - baseline.counted(sample));
            onlyBaseline += Math.max(0, baseline.counted(sample) - variant.counted(sample));
        }
        if (pair.metric().isAgainstBaseline()) {
            var changed = new Proportion(onlyBaseline, counted.answers());
            double level = (1 + confidence) / 2;
            return Optional.of(new Interval(
                    (double) onlyBaseline / counted.answers(),
                    changed.atLeast(level),
                    changed.atMost(level),
                    confidence));
        }
        return Optional.of(new PairedProportions(counted.answers(), onlyVariant, onlyBaseline).loss(confidence));
    }

    private MetricResult result(
            ScorePair pair,
            double baseline,
            double variant,
            Counted counted,
            Interval loss,
            String method,
            String note) {
        return new MetricResult(
                pair.metric().label(),
                output,
                pair.slice(),
                pair.metric().isAgainstBaseline() ? null : finite(baseline),
                finite(variant),
                loss,
                method,
                counted.samples(),
                counted.clusters(),
                counted.differing(),
                note);
    }

    private static Double finite(double value) {
        return Double.isFinite(value) ? (Double) value : null;
    }

    /**
     * @param answers that are right or wrong; as many as samples where the measure does not count any
     * @param largest answers of the cluster that has most
     */
    private record Counted(long samples, long answers, long clusters, long differing, long largest) {
        static Counted of(ScorePair pair, Clusters clusters) {
            BitSet seen = new BitSet();
            BitSet differing = new BitSet();
            long[] ofClusters = new long[clusters.count()];
            long samples = 0;
            for (int sample = 0; sample < pair.samples(); sample++) {
                int each = pair.baseline() instanceof RatioScore ratio ? ratio.total(sample) : 1;
                boolean isSame = pair.baseline().isSame(sample, pair.variant());
                // Where nothing is right there may be something wrong: symbols that were read from an empty line.
                if (each == 0 && isSame) {
                    continue;
                }
                samples++;
                ofClusters[clusters.ofSample(sample)] += each;
                seen.set(clusters.ofSample(sample));
                if (!isSame) {
                    differing.set(clusters.ofSample(sample));
                }
            }
            return new Counted(
                    samples,
                    Arrays.stream(ofClusters).sum(),
                    seen.cardinality(),
                    differing.cardinality(),
                    Arrays.stream(ofClusters).max().orElse(0));
        }
    }
}
