package dev.narrowgauge.domain.scenario;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.stats.LatencyHistogram;
import dev.narrowgauge.domain.stats.TailLatency;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * One model in one scenario with one number of threads and one size of a batch.
 *
 * @param model place of the model among those that were measured together; the first one is what others are compared with
 * @param forks in order; those of models that were measured together have the same place
 */
public record ScenarioResult(int model, Scenario scenario, int threads, int batchSize, List<ScenarioFork> forks) {
    private static final double NANOS_PER_MILLI = 1e6;

    public ScenarioResult {
        requireNonNull(scenario, "scenario is null");
        forks = List.copyOf(forks);
        if (forks.isEmpty()) {
            throw new IllegalArgumentException("a result has at least one fork");
        }
    }

    /** Milliseconds, where every fork has runs. */
    public OptionalDouble p50Millis() {
        return typical(fork -> hasRuns(fork) ? median(fork) : null);
    }

    /** Upper estimate at 99 % confidence, milliseconds; empty where there are too few runs to say. */
    public OptionalDouble tailMillis(double percentile) {
        List<LatencyHistogram> histograms = forks.stream()
                .filter(ScenarioResult::hasRuns)
                .map(ScenarioResult::histogram)
                .toList();
        OptionalLong nanos =
                histograms.isEmpty() ? OptionalLong.empty() : TailLatency.upperEstimate(histograms, percentile);
        return nanos.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(nanos.getAsLong() / NANOS_PER_MILLI);
    }

    public OptionalDouble samplesPerSecond() {
        return typical(fork -> fork.samplesPerSecond() > 0 ? fork.samplesPerSecond() : null);
    }

    public OptionalDouble joulesPerSample() {
        return typical(ScenarioFork::joulesPerSample);
    }

    /** Of all forks the most. */
    public OptionalLong peakResidentBytes() {
        return forks.stream()
                .map(ScenarioFork::peakResidentBytes)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .max();
    }

    /** Likewise. */
    public OptionalLong proportionalBytes() {
        return forks.stream()
                .map(ScenarioFork::proportionalBytes)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .max();
    }

    /** A figure of the cold start, typical over the forks, milliseconds. */
    public OptionalDouble coldStartMillis(Function<ColdStart, Double> figure) {
        return typical(fork -> figure.apply(fork.coldStart()));
    }

    /** Samples that it answers / those of the other in the same time; empty where either answers none, or of one fork. */
    public Optional<Interval> throughputRatio(ScenarioResult baseline, double confidence) {
        Optional<ForkValues> own = values(ScenarioFork::samplesPerSecond);
        Optional<ForkValues> other = baseline.values(ScenarioFork::samplesPerSecond);
        return own.isEmpty() || other.isEmpty() ? Optional.empty() : own.get().ratioTo(other.get(), confidence);
    }

    /** In how many forks the machine was disturbed, so that they tell less. */
    public long disturbedForks() {
        return forks.stream().filter(fork -> !fork.conditions().counts()).count();
    }

    /** The geometric mean over the forks; empty where any of them has no such figure. */
    private OptionalDouble typical(Function<ScenarioFork, Double> figure) {
        return values(figure)
                .map(values -> OptionalDouble.of(Math.exp(values.values().stream()
                        .mapToDouble(Math::log)
                        .average()
                        .orElseThrow())))
                .orElseGet(OptionalDouble::empty);
    }

    private Optional<ForkValues> values(Function<ScenarioFork, Double> figure) {
        List<Double> values = forks.stream()
                .map(figure)
                .filter(value -> value != null && value > 0)
                .toList();
        return values.size() < forks.size() ? Optional.empty() : Optional.of(new ForkValues(values));
    }

    private static boolean hasRuns(ScenarioFork fork) {
        return !fork.histogram().isEmpty();
    }

    private static LatencyHistogram histogram(ScenarioFork fork) {
        return LatencyHistogram.ofText(fork.histogram());
    }

    private static double median(ScenarioFork fork) {
        LatencyHistogram histogram = histogram(fork);
        return histogram.nanosOfRank((histogram.runs() + 1) / 2) / NANOS_PER_MILLI;
    }
}
