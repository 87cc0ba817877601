package dev.narrowgauge.domain.latency;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.provider.ProviderEvidence;
import dev.narrowgauge.domain.stats.LatencyHistogram;
import dev.narrowgauge.domain.stats.NestedLogRatio;
import dev.narrowgauge.domain.stats.TailLatency;
import java.util.List;
import java.util.stream.Stream;

/**
 * A variant timed against its baseline on one node, enough to recompute every figure.
 *
 * @param forks in the order in which they ran; empty in evidence that is older than forks
 * @param seed of everything that was drawn at random
 * @param steady the latency of every process had settled before its blocks were timed
 * @param audit whether what was timed was inference
 * @param processors that the runs were bound to, by their numbers; empty where they were not, or in older evidence
 * @param provider on what they ran; null where that was the CPU
 */
public record LatencyEvidence(
        Summary baseline,
        Summary variant,
        List<Fork> forks,
        int threads,
        long seed,
        boolean steady,
        Audit audit,
        List<Integer> processors,
        ProviderEvidence provider) {
    private static final double NANOS_PER_MILLI = 1e6;

    public LatencyEvidence {
        processors = processors == null ? List.of() : List.copyOf(processors);
        requireNonNull(baseline, "baseline is null");
        requireNonNull(variant, "variant is null");
        audit = audit == null ? Audit.none() : audit;
        forks = forks == null ? List.of() : List.copyOf(forks);
    }

    /** Without an audit, of runs that were not bound. */
    public LatencyEvidence(
            Summary baseline, Summary variant, List<Fork> forks, int threads, long seed, boolean steady) {
        this(baseline, variant, forks, threads, seed, steady, Audit.none(), List.of(), null);
    }

    /** How many turns a fork should have, as {@link NestedLogRatio#cheapestTurns}. */
    public int cheapestTurns(double forkCost, double turnCost, int most) {
        return variantRatio().cheapestTurns(forkCost, turnCost, most);
    }

    /** Time of the variant / of the baseline's processes, as {@link Round#logRatios}, in the forks of which rounds count. */
    NestedLogRatio variantRatio() {
        return ratio(Role.VARIANT);
    }

    /** Time of the control / of the baseline, which is 1 on a node to trust. */
    NestedLogRatio controlRatio() {
        return ratio(Role.CONTROL);
    }

    private NestedLogRatio ratio(Role role) {
        return new NestedLogRatio(forks.stream()
                .map(fork -> fork.logRatios(role))
                .filter(turns -> turns.length > 0)
                .toList());
    }

    /**
     * The same runs and those of another measurement, forks after forks, as though they were one.
     *
     * @param more of the same models on the same node, with as many threads on the same processors
     */
    public LatencyEvidence with(LatencyEvidence more) {
        return new LatencyEvidence(
                        baseline.with(more.baseline),
                        variant.with(more.variant),
                        Stream.concat(forks.stream(), more.forks.stream()).toList(),
                        threads,
                        seed,
                        steady && more.steady,
                        audit.with(more.audit),
                        processors,
                        provider)
                .recounted();
    }

    /**
     * Upper estimate of a percentile of the variant's latency, milliseconds; null where there are too few runs to say, or they were not
     * kept.
     *
     * @param percentile in (0, 1)
     * @param confidence in (0, 1), one-sided
     */
    public Double tailMillis(double percentile, double confidence) {
        return Runs.of(forks, Role.VARIANT)
                .histograms()
                .map(processes -> Runs.tailMillis(processes, percentile, confidence))
                .orElse(null);
    }

    /**
     * Whether the runs of the variant show that a percentile of its latency is above a limit; false where they were not kept.
     *
     * @param percentile in (0, 1)
     * @param confidence in (0, 1), one-sided
     */
    public boolean isTailAbove(double percentile, double limitMillis, double confidence) {
        return Runs.of(forks, Role.VARIANT)
                .histograms()
                .filter(processes -> TailLatency.isAbove(
                        processes, percentile, Math.round(NANOS_PER_MILLI * limitMillis), confidence))
                .isPresent();
    }

    /** In the order in which they ran. */
    public List<Block> blocks() {
        return forks.stream()
                .flatMap(fork -> fork.rounds().stream())
                .flatMap(round -> round.blocks().stream())
                .toList();
    }

    /** How many blocks have medians that are not those of their runs. */
    public long alteredBlocks() {
        return blocks().stream().filter(Block::contradictsItsRuns).count();
    }

    /** Whether every block has the histogram of its runs; evidence that is older has none. */
    public boolean hasHistograms() {
        return !blocks().isEmpty() && blocks().stream().allMatch(block -> block.histogram() != null);
    }

    /**
     * With counts and times made once more from the runs of the blocks; a side whose blocks have no histogram, in evidence
     * that is older, stays as it is.
     */
    public LatencyEvidence recounted() {
        return new LatencyEvidence(
                baseline.recounted(Runs.of(forks, Role.BASELINE)),
                variant.recounted(Runs.of(forks, Role.VARIANT)),
                forks,
                threads,
                seed,
                steady,
                audit,
                processors,
                provider);
    }

    /**
     * All timed runs of one model, milliseconds.
     *
     * @param p90Millis upper estimate of the 90th percentile at 99 % confidence; null when there were too few runs to say
     * @param p99Millis likewise
     * @param p999Millis likewise, of the 99.9th
     * @param peakMemoryBytes peak resident memory of the process that ran it; null when the system does not say
     * @param warmUpCurveMillis medians of ten runs each, in order, of the warm-up of the first process; empty in older evidence
     */
    public record Summary(
            long runs,
            double p50Millis,
            double meanMillis,
            Double p90Millis,
            Double p99Millis,
            Double p999Millis,
            Long peakMemoryBytes,
            List<Double> warmUpCurveMillis) {
        public Summary {
            warmUpCurveMillis = warmUpCurveMillis == null ? List.of() : List.copyOf(warmUpCurveMillis);
        }

        /** Of which one tail is known. */
        public Summary(long runs, double p50Millis, double meanMillis, Double p99Millis, Long peakMemoryBytes) {
            this(runs, p50Millis, meanMillis, null, p99Millis, null, peakMemoryBytes, List.of());
        }

        /** With counts and times that are to be recounted from the runs of both. */
        private Summary with(Summary more) {
            return new Summary(
                    runs + more.runs,
                    p50Millis,
                    (runs * meanMillis + more.runs * more.meanMillis) / Math.max(1, runs + more.runs),
                    p90Millis,
                    p99Millis,
                    p999Millis,
                    greater(peakMemoryBytes, more.peakMemoryBytes),
                    warmUpCurveMillis);
        }

        private static Long greater(Long one, Long other) {
            if (one == null || other == null) {
                return one == null ? other : one;
            }
            return Math.max(one, other);
        }

        private Summary recounted(Runs made) {
            return made.histograms()
                    .map(forks -> new Summary(
                            forks.stream().mapToLong(LatencyHistogram::runs).sum(),
                            made.typicalMillis(),
                            meanMillis,
                            Runs.tailMillis(forks, 0.90),
                            Runs.tailMillis(forks, 0.99),
                            Runs.tailMillis(forks, 0.999),
                            peakMemoryBytes,
                            warmUpCurveMillis))
                    .orElse(this);
        }
    }
}
