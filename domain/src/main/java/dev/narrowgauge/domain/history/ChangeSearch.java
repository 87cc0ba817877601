package dev.narrowgauge.domain.history;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Finds the changes of a series as Apache Otava does: hierarchical divisive estimation (E-divisive) in windows that overlap
 * by half, tested by Student's t at ten times the p-value that is wanted, which keeps what is weak beside a stronger change;
 * then the weakest is taken away until all that are left are significant and large enough against the stretches beside
 * them. Deterministic, and what was found in old values stays where only new ones are added.
 *
 * <p>Unlike Otava's, the standard deviation is that of a sample (n − 1), with which the p-value is what it says.
 *
 * <p>Source: Fleming et al., Hunter: Using Change Point Detection to Hunt for Performance Regressions, ICPE 2023
 * (arXiv 2301.03034), 3.
 *
 * @param window values that are looked at together
 * @param mostPValue in (0, 0.05]; of a change that is reported, less
 * @param leastMagnitude of a change that is reported, more; as {@link Change#magnitude}
 */
public record ChangeSearch(Scale scale, int window, double mostPValue, double leastMagnitude) {
    private static final int WINDOW = 50;
    private static final double P_VALUE = 0.001;
    private static final double WEAK = 10;
    private static final double LARGEST_P_VALUE = 0.05;

    public ChangeSearch {
        requireNonNull(scale, "scale is null");
        if (window < 2) {
            throw new IllegalArgumentException("window is less than 2: " + window);
        }
        if (!(mostPValue > 0 && mostPValue <= LARGEST_P_VALUE)) {
            throw new IllegalArgumentException("mostPValue is not in (0, 0.05]: " + mostPValue);
        }
        if (!(leastMagnitude >= 0)) {
            throw new IllegalArgumentException("leastMagnitude is negative: " + leastMagnitude);
        }
    }

    /** With what Otava has for its defaults, and the smallest change that matters of the metric. */
    public static ChangeSearch of(TrackedMetric metric) {
        return new ChangeSearch(metric.scale(), WINDOW, P_VALUE, metric.smallestChange());
    }

    /** In order. */
    public List<Change> in(double[] values) {
        return in(values, List.of());
    }

    /**
     * In order, those at the known places among them, whatever is found there.
     *
     * @param values in the unit of the metric, finite on its scale
     * @param known indices at which the series is known to begin anew: nothing is compared across them
     */
    public List<Change> in(double[] values, List<Integer> known) {
        double[] scaled = Arrays.stream(values).map(scale::of).toArray();
        if (!Arrays.stream(scaled).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("a value is not finite on the scale " + scale);
        }
        TreeSet<Integer> all = new TreeSet<>(known);
        all.removeIf(index -> index < 1 || index >= values.length);
        int from = 0;
        for (int to : ends(all, values.length)) {
            all.addAll(inStretch(scaled, from, to));
            from = to;
        }
        return changes(scaled, List.copyOf(all), 0, scaled.length);
    }

    private static List<Integer> ends(TreeSet<Integer> known, int length) {
        List<Integer> ends = new ArrayList<>(known);
        ends.add(length);
        return ends;
    }

    private List<Integer> inStretch(double[] values, int from, int to) {
        TreeSet<Integer> weak = new TreeSet<>();
        int step = window / 2;
        int start = from;
        while (start < to) {
            List<Integer> found = divide(values, start, Math.min(start + window, to));
            weak.addAll(found);
            int last = found.isEmpty() ? start : found.getLast();
            start = Math.max(last, start + step);
        }
        return strong(values, List.copyOf(weak), from, to);
    }

    /** Splits where it is clearest, then what that left, until the clearest is not significant even weakly. */
    private List<Integer> divide(double[] values, int from, int to) {
        TreeSet<Integer> found = new TreeSet<>();
        while (true) {
            Optional<EnergyDivergence.Split> best = clearest(values, List.copyOf(found), from, to);
            if (best.isEmpty()) {
                return List.copyOf(found);
            }
            int index = best.get().index();
            Integer before = found.lower(index);
            Integer after = found.higher(index);
            MeanDifference difference = MeanDifference.of(
                    Arrays.copyOfRange(values, before == null ? from : before, index),
                    Arrays.copyOfRange(values, index, after == null ? to : after));
            if (!(difference.pValue() < mostPValue * WEAK)) {
                return List.copyOf(found);
            }
            found.add(index);
        }
    }

    private static Optional<EnergyDivergence.Split> clearest(double[] values, List<Integer> splits, int from, int to) {
        List<EnergyDivergence.Split> candidates = new ArrayList<>();
        int begin = from;
        for (int i = 0; i <= splits.size(); i++) {
            int end = i < splits.size() ? splits.get(i) : to;
            EnergyDivergence.best(values, begin, end).ifPresent(candidates::add);
            begin = end;
        }
        return candidates.stream().max(Comparator.comparingDouble(EnergyDivergence.Split::divergence));
    }

    /** Without the weakest one by one: first what is not significant, then what is too small. */
    private List<Integer> strong(double[] values, List<Integer> weak, int from, int to) {
        List<Integer> left = new ArrayList<>(weak);
        while (!left.isEmpty()) {
            List<Change> changes = changes(values, left, from, to);
            Change doubtful = changes.stream()
                    .max(Comparator.comparingDouble(Change::pValue))
                    .orElseThrow();
            if (doubtful.pValue() < mostPValue) {
                doubtful = changes.stream()
                        .min(Comparator.comparingDouble(Change::magnitude))
                        .orElseThrow();
                if (doubtful.magnitude() > leastMagnitude) {
                    return left;
                }
            }
            left.remove(Integer.valueOf(doubtful.index()));
        }
        return left;
    }

    private List<Change> changes(double[] values, List<Integer> indices, int from, int to) {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < indices.size(); i++) {
            int index = indices.get(i);
            int begin = i == 0 ? from : indices.get(i - 1);
            int end = i + 1 < indices.size() ? indices.get(i + 1) : to;
            MeanDifference difference =
                    MeanDifference.of(Arrays.copyOfRange(values, begin, index), Arrays.copyOfRange(values, index, end));
            changes.add(new Change(
                    index,
                    scale.back(difference.before()),
                    scale.back(difference.after()),
                    scale.magnitude(difference.after() - difference.before()),
                    difference.pValue()));
        }
        return changes;
    }
}
