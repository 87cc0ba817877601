package dev.narrowgauge.cli.local;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.Rule;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Options that say on what a quantization is to fail. */
final class QuantizeDemandOptions {
    @Option(
            names = "--fail-on",
            paramLabel = "WHAT",
            split = ",",
            converter = Demand.Any.class,
            description = "Fail where the decision is fp32 or cannot-tell, or the file is slower; several with commas.")
    private Set<Demand> failOn = Set.of();

    @Option(
            names = "--max-loss",
            paramLabel = "POINTS",
            description = "Fail where top-1 may have lost more than these percentage points, at 95 %% confidence.")
    private Double maxLoss;

    @Option(
            names = "--max-ratio",
            paramLabel = "RATIO",
            description = "Fail where the time may be more than this share of the original's, at 95 %% confidence.")
    private Double maxRatio;

    Set<Demand> failOn() {
        return failOn;
    }

    Optional<Rule> lossLimit() {
        return Optional.ofNullable(maxLoss).map(Limit::loss);
    }

    Optional<Rule> ratioLimit() {
        return Optional.ofNullable(maxRatio).map(Limit::ratio);
    }

    /**
     * @param timed whether the latency will be measured
     * @param evaluated whether there are samples to evaluate on
     * @throws NarrowgaugeException REQUEST_INVALID where something is demanded that nothing will tell
     */
    void requireMeasured(boolean timed, boolean evaluated) {
        if (!timed && (maxRatio != null || failOn.contains(Demand.SLOWER))) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "--max-ratio and --fail-on slower need the latency; leave out --no-latency-check");
        }
        if (maxLoss != null && !evaluated) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID, "--max-loss needs labelled samples; add --evaluation DATA.npz");
        }
    }
}
