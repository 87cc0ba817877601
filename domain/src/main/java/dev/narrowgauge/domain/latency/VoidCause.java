package dev.narrowgauge.domain.latency;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Why a timed block counts for nothing: something happened to the machine that is not the model's doing. Each cause has its
 * limit here and nowhere else.
 */
public enum VoidCause {
    /** Of a usual block of 0.14 s a single tick of 10 ms is more than the limit: none is forgiven. */
    STEAL("the host took the processor for other machines", 0.01, BlockConditions::stealShare),
    /**
     * Of turns in which half of the runs were hit, in a sixth of the block's. Of a run that is as long as a turn that is as much
     * as the smallest difference that a standard measurement is to decide about.
     */
    RUN_QUEUE("its threads waited for a processor that other programs had", 0.02, BlockConditions::waitingShare),
    /**
     * Beside the queue, in which a thread that sleeps between two operators does not stand. Of a usual block of 0.14 s the
     * system counts fourteen ticks of 10 ms, and up to three of them too many: four are another program's. What takes less slows
     * both sides of a ratio alike.
     */
    CO_TENANT("another program shared its processors", 0.25, BlockConditions::othersShare),
    /** As much as the smallest difference that a standard measurement is to decide about. */
    CLOCK("the processor's clock changed", 0.03, BlockConditions::clockChange),
    THROTTLING(
            "the processor was slowed down because of its heat", 0, conditions -> number(conditions.throttleEvents())),
    GARBAGE_COLLECTION("the process collected garbage", 0, conditions -> number(conditions.collections())),
    MAJOR_FAULTS("the process read memory from the disk", 0, conditions -> number(conditions.majorFaults()));

    private final String phrase;
    private final double limit;
    private final Function<BlockConditions, Double> observed;

    VoidCause(String phrase, double limit, Function<BlockConditions, Double> observed) {
        this.phrase = phrase;
        this.limit = limit;
        this.observed = observed;
    }

    /** For a person, to stand behind "because". */
    public String phrase() {
        return phrase;
    }

    static List<VoidCause> of(BlockConditions conditions) {
        return Arrays.stream(values()).filter(cause -> cause.holds(conditions)).toList();
    }

    private boolean holds(BlockConditions conditions) {
        Double value = observed.apply(conditions);
        return value != null && value > limit;
    }

    private static Double number(Long count) {
        return count == null ? null : count.doubleValue();
    }
}
