package dev.narrowgauge.engine.runtime.measure;

import dev.narrowgauge.proto.engine.BlockConditions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

/**
 * What the machine did while runs were timed; that of several turns adds up to that of their block. Shares of ticks are
 * made of the sums, since in a turn hardly more than one tick of the system passes.
 *
 * @param nanos that passed
 * @param siblings of processors on the same cores; empty where there are none
 * @param waitingShares of each turn, how much of its time the measuring thread that waited most could have run while others
 *     had the processor, 0 to 1; 0 where that fell on fewer than half of the runs, whose median it leaves where it was;
 *     empty where the system does not tell
 * @param ran nanoseconds that all measuring threads were on a processor
 * @param clockChange of the processor whose speed changed most, as a share of the slower speed, on average of the turns by
 *     their time: a single one that is disturbed moves no median
 */
record MachineActivity(
        long nanos,
        Optional<ProcessorTicks> processors,
        Optional<ProcessorTicks> siblings,
        List<Double> waitingShares,
        long ran,
        OptionalDouble clockChange,
        Optional<Long> throttles,
        Optional<Long> majorFaults,
        long collections) {
    /**
     * One in so many turns of a block that are disturbed makes it void. A fork's value is the median over turns of the ratio of
     * a variant and two processes of the baseline: half of the ratios are undisturbed where fewer of the turns of each are not.
     */
    private static final int DISTURBED_ONE_IN = 6;

    MachineActivity plus(MachineActivity other) {
        return new MachineActivity(
                nanos + other.nanos,
                both(processors, other.processors, ProcessorTicks::plus),
                both(siblings, other.siblings, ProcessorTicks::plus),
                Stream.concat(waitingShares.stream(), other.waitingShares.stream())
                        .toList(),
                ran + other.ran,
                clockChange.isPresent() && other.clockChange.isPresent()
                        ? OptionalDouble.of(
                                average(clockChange.getAsDouble(), nanos, other.clockChange.getAsDouble(), other.nanos))
                        : OptionalDouble.empty(),
                both(throttles, other.throttles, Long::sum),
                both(majorFaults, other.majorFaults, Long::sum),
                collections + other.collections);
    }

    private static double average(double one, long weight, double other, long otherWeight) {
        return weight + otherWeight == 0 ? one : (one * weight + other * otherWeight) / (weight + otherWeight);
    }

    private static <T> Optional<T> both(Optional<T> one, Optional<T> other, BinaryOperator<T> sum) {
        return one.flatMap(value -> other.map(more -> sum.apply(value, more)));
    }

    BlockConditions conditions() {
        BlockConditions.Builder seen = BlockConditions.newBuilder().setCollections(Math.min(1, collections));
        processors.filter(ticks -> ticks.all() > 0).ifPresent(ticks -> {
            seen.setStealShare(share(ticks.stolen(), ticks.all()));
            if (!waitingShares.isEmpty()) {
                seen.setOthersShare(othersShare(ticks));
            }
        });
        waitingShares.stream()
                .sorted()
                .skip(waitingShares.size() - Math.ceilDiv(waitingShares.size(), DISTURBED_ONE_IN))
                .findFirst()
                .ifPresent(seen::setWaitingShare);
        clockChange.ifPresent(seen::setClockChange);
        throttles.ifPresent(seen::setThrottleEvents);
        majorFaults.ifPresent(seen::setMajorFaults);
        return seen.build();
    }

    /** Of the ticks, what was worked beyond the threads' own time, which is known more exactly than ticks. */
    private double othersShare(ProcessorTicks ticks) {
        double worked = ticks.worked() + siblings.map(ProcessorTicks::worked).orElse(0L);
        double own = (double) ran / nanos / ticks.processors();
        return Math.clamp(worked / ticks.all() - own, 0, 1);
    }

    static double share(long part, long all) {
        return all <= 0 ? 0 : Math.clamp((double) part / all, 0, 1);
    }
}
