package dev.narrowgauge.engine.client;

import dev.narrowgauge.domain.latency.ForkRounds;
import dev.narrowgauge.domain.latency.LatencyComparison;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** How many forks and rounds are worth their time. */
final class ForkBudget {
    /** Forks after which both variances are known well enough to choose the rounds of the others. */
    private static final int FORKS_TO_LEARN = 4;

    /**
     * That all forks have, by the variances, which four forks show roughly; where turns of a fork differ it has more, by
     * {@link ForkRounds}.
     */
    private static final int MOST_ROUNDS = 4;

    private final BenchmarkPlan plan;
    private final LongSupplier clock;
    private final long start;
    private int forks;
    private int rounds = ForkRounds.FEWEST;
    private int allRounds;
    private int allTurns;
    private long stamp;
    private long startNanos;
    private long roundNanos;

    /** @param clock nanoseconds */
    ForkBudget(BenchmarkPlan plan, LongSupplier clock) {
        this.plan = plan;
        this.clock = clock;
        this.start = clock.getAsLong();
    }

    /** That have ended. */
    int forks() {
        return forks;
    }

    /** That the next fork is to have at least. */
    int rounds() {
        return rounds;
    }

    void forkBegins() {
        stamp = clock.getAsLong();
    }

    void roundsBegin() {
        long now = clock.getAsLong();
        startNanos += now - stamp;
        stamp = now;
    }

    /**
     * Whether the rounds of this fork have had their part of the time. It is the same for all forks that an answer takes, since
     * each counts as much as the others: where the first ones used all of it up, the last would have a round where they had twelve.
     */
    boolean isForkOver() {
        int shares = Math.min(plan.mostForks(), LatencyComparison.FEWEST_FORKS);
        return clock.getAsLong() - stamp >= plan.maxDuration().dividedBy(shares).toNanos();
    }

    /** @param turns of all the rounds */
    void roundsEnded(int count, int turns) {
        roundNanos += clock.getAsLong() - stamp;
        allRounds += count;
        allTurns += turns;
        forks++;
    }

    /** Chooses the rounds of the forks to come, once, for the variant that asks for most. */
    void ended(List<PairedMeasurement> found) {
        if (forks == FORKS_TO_LEARN) {
            double forkCost = (double) startNanos / forks;
            double turnCost = (double) roundNanos / allTurns;
            int turnsOfRound = Math.ceilDiv(allTurns, allRounds);
            rounds = found.stream()
                    .mapToInt(measurement ->
                            measurement.evidence().cheapestTurns(forkCost, turnCost, MOST_ROUNDS * turnsOfRound))
                    .map(turns -> Math.max(Math.ceilDiv(turns, turnsOfRound), ForkRounds.FEWEST))
                    .max()
                    .orElse(rounds);
        }
    }

    boolean wantsMore(List<PairedMeasurement> found) {
        if (forks >= plan.mostForks()) {
            return false;
        }
        if (forks < plan.fewestForks()) {
            return true;
        }
        boolean isEnough =
                found.stream().allMatch(measurement -> measurement.comparison().isEnough(plan.margin()));
        return !isEnough && elapsed().compareTo(plan.maxDuration()) < 0;
    }

    /**
     * Until measuring ends, by how many forks are asked for, or by what the widest interval still needs; not negative. Empty while
     * there are too few forks for an interval: with the least that is asked for it may be over, or not nearly.
     */
    Optional<Duration> remaining(List<PairedMeasurement> found) {
        if (plan.fewestForks() > LatencyComparison.FEWEST_FORKS) {
            return Optional.of(elapsed().dividedBy(forks).multipliedBy(Math.max(0, plan.fewestForks() - forks)));
        }
        if (forks < LatencyComparison.FEWEST_FORKS) {
            return Optional.empty();
        }
        int more = found.stream()
                .map(PairedMeasurement::comparison)
                .filter(comparison -> !comparison.isEnough(plan.margin()))
                .mapToInt(comparison -> comparison.moreForks() == null ? plan.mostForks() : comparison.moreForks())
                .max()
                .orElse(0);
        Duration expected = elapsed().dividedBy(forks).multipliedBy(Math.min(more, plan.mostForks() - forks));
        Duration left = plan.maxDuration().minus(elapsed());
        if (expected.compareTo(left) < 0) {
            return Optional.of(expected);
        }
        return Optional.of(left.isNegative() ? Duration.ZERO : left);
    }

    /** Since the measurement began. */
    Duration elapsed() {
        return Duration.ofNanos(clock.getAsLong() - start);
    }
}
