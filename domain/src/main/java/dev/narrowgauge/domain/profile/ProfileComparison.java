package dev.narrowgauge.domain.profile;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Baseline and variant, kernel by kernel. Kernels are of the same part of the model where their nodes have the same name, or
 * else where they give the same value: fusion leaves one of the two.
 *
 * @param rows in the order of the baseline's data flow; last those of kernels that the variant alone has
 */
public record ProfileComparison(OperatorProfile baseline, OperatorProfile variant, List<Row> rows) {
    public ProfileComparison {
        requireNonNull(baseline, "baseline is null");
        requireNonNull(variant, "variant is null");
        rows = List.copyOf(rows);
    }

    /**
     * A part of the model. What stands between kernels has no counterpart, and no row.
     *
     * @param baseline the baseline's kernel; null where the variant alone has one
     * @param variant the variant's; null where another kernel of it does this as well
     */
    public record Row(KernelTime baseline, KernelTime variant) {
        public String name() {
            return baseline == null ? variant.name() : baseline.name();
        }

        /** Microseconds that the variant takes more, or less where negative. */
        public double change() {
            return micros(variant) - micros(baseline);
        }

        private static double micros(KernelTime kernel) {
            return kernel == null ? 0 : kernel.micros();
        }
    }

    public static ProfileComparison of(OperatorProfile baseline, OperatorProfile variant) {
        List<KernelTime> open = new ArrayList<>(variant.kernels().stream()
                .filter(kernel -> !kernel.isTransition())
                .toList());
        List<KernelTime> parts = baseline.kernels().stream()
                .filter(kernel -> !kernel.isTransition())
                .toList();
        Map<KernelTime, KernelTime> found = new HashMap<>();
        // Names first, of all kernels: a value may have been renamed to that of another.
        for (KernelTime part : parts) {
            take(open, other -> !part.name().isEmpty() && other.name().equals(part.name()))
                    .ifPresent(other -> found.put(part, other));
        }
        for (KernelTime part : parts) {
            if (!found.containsKey(part)) {
                Set<String> values = new HashSet<>(part.values());
                take(open, other -> other.values().stream().anyMatch(values::contains))
                        .ifPresent(other -> found.put(part, other));
            }
        }
        List<Row> rows = Stream.concat(
                        parts.stream().map(part -> new Row(part, found.get(part))),
                        open.stream().map(other -> new Row(null, other)))
                .toList();
        return new ProfileComparison(baseline, variant, rows);
    }

    private static Optional<KernelTime> take(List<KernelTime> open, Predicate<KernelTime> isCounterpart) {
        Optional<KernelTime> counterpart = open.stream().filter(isCounterpart).findFirst();
        counterpart.ifPresent(open::remove);
        return counterpart;
    }

    /** The rows that change most, either way. */
    public List<Row> largestChanges(int most) {
        return rows.stream()
                .sorted(Comparator.comparingDouble((Row row) -> Math.abs(row.change()))
                        .reversed())
                .limit(most)
                .toList();
    }

    /** Microseconds that the variant spends more between its kernels than the baseline does. */
    public double transitionChange() {
        return transitions(variant) - transitions(baseline);
    }

    private static double transitions(OperatorProfile profile) {
        return profile.kernels().stream()
                .filter(KernelTime::isTransition)
                .mapToDouble(KernelTime::micros)
                .sum();
    }
}
