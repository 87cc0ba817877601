package dev.narrowgauge.engine.client;

import static dev.narrowgauge.engine.client.MeasuredFork.BASELINE_MEMBER;
import static dev.narrowgauge.engine.client.MeasuredFork.CONTROL_MEMBER;
import static dev.narrowgauge.engine.client.MeasuredFork.FIRST_VARIANT;
import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.latency.Audit;
import dev.narrowgauge.domain.latency.Fork;
import dev.narrowgauge.domain.latency.LatencyComparison;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.domain.latency.Role;
import dev.narrowgauge.domain.latency.Runs;
import dev.narrowgauge.domain.provider.ProviderEvidence;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A variant timed against its baseline on this machine.
 *
 * @param began when the blocks' clock was at 0
 * @param evidence what the gate judges
 * @param comparison what the evidence says at the plan's confidence and margin
 */
public record PairedMeasurement(
        BenchmarkPlan plan,
        Instant began,
        MeasuredSide baseline,
        MeasuredSide variant,
        LatencyEvidence evidence,
        LatencyComparison comparison,
        String engineVersion,
        String runtimeVersion) {
    public PairedMeasurement {
        requireNonNull(plan, "plan is null");
        requireNonNull(began, "began is null");
        requireNonNull(baseline, "baseline is null");
        requireNonNull(variant, "variant is null");
        requireNonNull(evidence, "evidence is null");
        requireNonNull(comparison, "comparison is null");
        requireNonNull(engineVersion, "engineVersion is null");
        requireNonNull(runtimeVersion, "runtimeVersion is null");
    }

    /**
     * One for each variant of the forks, in order.
     *
     * @param ranOn of each variant, same order; empty for the CPU
     */
    static List<PairedMeasurement> of(
            BenchmarkPlan plan, Instant began, List<MeasuredFork> forks, List<Optional<ProviderEvidence>> ranOn) {
        int members = forks.getFirst().startOrder().size();
        return IntStream.range(FIRST_VARIANT, members)
                .mapToObj(variant -> of(plan, began, forks, variant, ranOn.get(variant - FIRST_VARIANT)))
                .toList();
    }

    private static PairedMeasurement of(
            BenchmarkPlan plan, Instant began, List<MeasuredFork> forks, int member, Optional<ProviderEvidence> ranOn) {
        List<Fork> measured = forks.stream().map(fork -> fork.of(member)).toList();
        MeasuredSide baseline = MeasuredSide.of(forks, BASELINE_MEMBER, Runs.of(measured, Role.BASELINE));
        MeasuredSide variant = MeasuredSide.of(forks, member, Runs.of(measured, Role.VARIANT));
        boolean steady = forks.stream()
                .flatMap(fork ->
                        Stream.of(BASELINE_MEMBER, CONTROL_MEMBER, member).map(fork.sides()::get))
                .allMatch(side -> side.warmedUp().getSteady());
        LatencyEvidence evidence = new LatencyEvidence(
                baseline.evidence(),
                variant.evidence(),
                measured,
                variant.threads(),
                plan.seed(),
                steady,
                audit(forks, member),
                variant.processors(),
                ranOn.orElse(null));
        MeasuringSide.Ended ended = forks.getFirst().sides().get(member);
        return new PairedMeasurement(
                plan,
                began,
                baseline,
                variant,
                evidence,
                LatencyComparison.of(evidence, plan.confidence(), plan.margin()),
                ended.engineVersion(),
                ended.runtimeVersion());
    }

    private static Audit audit(List<MeasuredFork> forks, int member) {
        List<TimedBlock> blocks = forks.stream()
                .flatMap(fork -> fork.rounds().stream())
                .flatMap(round ->
                        Stream.of(BASELINE_MEMBER, CONTROL_MEMBER, member).map(round.blocks()::get))
                .toList();
        Map<Integer, MeasuringSide.Ended> first = forks.getFirst().sides();
        return new Audit(
                blocks.stream().mapToLong(TimedBlock::checkedRuns).sum(),
                blocks.stream().mapToLong(TimedBlock::differingRuns).sum(),
                orNull(first.get(BASELINE_MEMBER).repeats()),
                orNull(first.get(member).repeats()));
    }

    private static Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
