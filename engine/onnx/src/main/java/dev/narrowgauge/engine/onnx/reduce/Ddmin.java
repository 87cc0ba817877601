package dev.narrowgauge.engine.onnx.reduce;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Delta debugging: a part of a list that still has a property and loses it without any one of its elements. Chunks are left
 * out, large ones first; behind one that can be spared the next is tried, instead of all once more, which takes a fraction
 * of the tries of the original algorithm and promises as much.
 *
 * @see <a href="https://doi.org/10.1109/32.988498">Zeller and Hildebrandt, Simplifying and Isolating Failure-Inducing
 *     Input, 2002: the algorithm ddmin</a>
 */
final class Ddmin {
    private final Trials trials;

    Ddmin(Trials trials) {
        this.trials = trials;
    }

    /** @param shows whether what is left has the property, which the whole list has */
    <T> List<T> orNone(List<T> all, Predicate<List<T>> shows) {
        if (all.isEmpty() || shows.test(List.of())) {
            return List.of();
        }
        return minimize(all, shows);
    }

    /** As {@link #orNone}, but keeps at least one. */
    <T> List<T> minimize(List<T> all, Predicate<List<T>> shows) {
        List<T> kept = all;
        int size = all.size();
        while (kept.size() >= 2 && trials.isTimeLeft()) {
            size = Math.clamp(size / 2, 1, kept.size() / 2);
            List<T> smaller = withoutChunks(kept, size, shows);
            boolean spared = smaller.size() < kept.size();
            kept = smaller;
            if (size == 1 && !spared) {
                break;
            }
        }
        return kept;
    }

    private <T> List<T> withoutChunks(List<T> all, int size, Predicate<List<T>> shows) {
        List<T> kept = all;
        int from = 0;
        trials.expect(Math.ceilDiv(all.size(), size));
        while (from < kept.size()) {
            int to = Math.min(from + size, kept.size());
            List<T> rest = new ArrayList<>(kept.subList(0, from));
            rest.addAll(kept.subList(to, kept.size()));
            if (!rest.isEmpty() && shows.test(List.copyOf(rest))) {
                kept = rest;
            } else {
                from = to;
            }
        }
        return kept;
    }
}
