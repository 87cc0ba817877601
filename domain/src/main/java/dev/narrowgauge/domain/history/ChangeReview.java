package dev.narrowgauge.domain.history;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The changes of a series after new values came, and after what people have said of earlier ones. A confirmed change stays and
 * is where the series begins anew. A dismissed one never returns: neither at its place or near it, nor anywhere else among
 * the values that the person saw beside it.
 *
 * @param changes to show, in order
 * @param gone changes that nobody has decided on and that the series does not show any more
 */
public record ChangeReview(List<Shown> changes, List<UUID> gone) {
    /** By how many values the place of a change moves while values are added. */
    private static final int TOLERANCE = 5;

    public ChangeReview {
        changes = List.copyOf(changes);
        gone = List.copyOf(gone);
    }

    /** What people have said of a change. */
    public enum Decision {
        OPEN,
        CONFIRMED,
        DISMISSED
    }

    /**
     * A change that was found before.
     *
     * @param index of the first value after it
     * @param seenFrom index of the first of the values that it was seen in
     * @param seenTo index behind the last of them
     */
    public record Known(UUID id, Decision decision, int index, int seenFrom, int seenTo) {
        public Known {
            requireNonNull(id, "id is null");
            requireNonNull(decision, "decision is null");
        }

        private boolean rulesOut(int other) {
            return decision == Decision.DISMISSED && (isNear(other) || seenFrom < other && other < seenTo - TOLERANCE);
        }

        private boolean isNear(int other) {
            return Math.abs(other - index) <= TOLERANCE;
        }
    }

    /**
     * @param id of the change that it was before; empty where it is new
     * @param seenFrom as {@link Known#seenFrom}
     * @param seenTo as {@link Known#seenTo}
     */
    public record Shown(Optional<UUID> id, Change change, int seenFrom, int seenTo) {
        public Shown {
            requireNonNull(id, "id is null");
            requireNonNull(change, "change is null");
        }
    }

    /** @param values in the unit of the metric, in order of time */
    public static ChangeReview of(ChangeSearch search, double[] values, List<Known> known) {
        List<Known> left = new ArrayList<>(known);
        List<Integer> confirmed = known.stream()
                .filter(change -> change.decision() == Decision.CONFIRMED)
                .map(Known::index)
                .toList();
        List<Change> found = search.in(values, confirmed);
        List<Shown> shown = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            Change change = found.get(i);
            if (known.stream().anyMatch(earlier -> earlier.rulesOut(change.index()))
                    && !confirmed.contains(change.index())) {
                continue;
            }
            int from = i == 0 ? 0 : found.get(i - 1).index();
            int to = i + 1 < found.size() ? found.get(i + 1).index() : values.length;
            Optional<Known> before = nearest(left, change.index());
            before.ifPresent(left::remove);
            shown.add(new Shown(before.map(Known::id), change, from, to));
        }
        List<UUID> gone = left.stream()
                .filter(change -> change.decision() == Decision.OPEN)
                .map(Known::id)
                .toList();
        return new ChangeReview(shown, gone);
    }

    /** A confirmed one only at its own place, which does not move. */
    private static Optional<Known> nearest(List<Known> known, int index) {
        return known.stream()
                .filter(change -> switch (change.decision()) {
                    case OPEN -> change.isNear(index);
                    case CONFIRMED -> change.index() == index;
                    case DISMISSED -> false;
                })
                .min(Comparator.comparingInt(change -> Math.abs(change.index() - index)));
    }
}
