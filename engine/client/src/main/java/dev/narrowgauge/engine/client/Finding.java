package dev.narrowgauge.engine.client;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.latency.LatencyComparison;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a measurement that goes on has found so far.
 *
 * @param ratios of each variant, in order, phrases such as {@code ratio 0.520 [0.500, 0.540]}
 * @param remaining until it ends, as the cost of its forks foretells it; zero where no fork follows, empty while there are too few to
 *     foretell it
 */
public record Finding(List<String> ratios, Optional<Duration> remaining) {
    public Finding {
        ratios = List.copyOf(ratios);
        requireNonNull(remaining, "remaining is null");
        remaining.filter(Duration::isNegative).ifPresent(negative -> {
            throw new IllegalArgumentException("remaining is negative: " + negative);
        });
    }

    static Finding of(List<PairedMeasurement> found, Optional<Duration> remaining) {
        return new Finding(
                found.stream()
                        .map(PairedMeasurement::comparison)
                        .map(Finding::ratio)
                        .toList(),
                remaining);
    }

    private static String ratio(LatencyComparison comparison) {
        return comparison.ratio() == null ? "ratio not known yet" : "ratio " + Numbers.ratio(comparison.ratio());
    }

    /** All of it in a phrase. */
    public String text() {
        String all = ratios.size() == 1
                ? ratios.getFirst()
                : IntStream.range(0, ratios.size())
                        .mapToObj(variant -> "variant %d %s".formatted(variant + 1, ratios.get(variant)))
                        .collect(Collectors.joining(", "));
        if (remaining.isEmpty()) {
            return all + ", time left not known yet";
        }
        Duration known = remaining.get();
        return known.isZero() ? all : "%s, about %d s left".formatted(all, known.toSeconds() + 1);
    }
}
