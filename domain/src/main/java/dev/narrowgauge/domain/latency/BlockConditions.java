package dev.narrowgauge.domain.latency;

import java.util.List;

/**
 * What was seen of the machine during one timed block of runs. What the system does not tell is null, and holds nothing
 * against the block.
 *
 * @param stealShare of the time of the processors that the block ran on, what the host took for other machines, 0 to 1
 * @param waitingShare of a turn's time, how long the measuring thread that waited most could have run and had no processor,
 *     0 to 1: at least so long in a sixth of the block's turns, and in half of their runs
 * @param clockChange by how much the clock of any of those processors differed between the block's begin and its end, as a
 *     share of the slower one
 * @param throttleEvents how often a processor was slowed down because of its heat
 * @param collections 1 where the process that ran the block collected garbage, once or more often
 * @param majorFaults pages that it had to read from a disk
 * @param othersShare of the time of the processors that the block ran on, what other programs took there and on
 *     hyper-threads of the same cores, 0 to 1
 */
public record BlockConditions(
        Double stealShare,
        Double waitingShare,
        Double clockChange,
        Long throttleEvents,
        Long collections,
        Long majorFaults,
        Double othersShare) {

    /** Nothing is known. */
    public static BlockConditions unknown() {
        return new BlockConditions(null, null, null, null, null, null, null);
    }

    /** Why the block counts for nothing, the first that a person should look after first; empty where it counts. */
    public List<VoidCause> voidCauses() {
        return VoidCause.of(this);
    }

    /** Whether the block is evidence. */
    public boolean counts() {
        return voidCauses().isEmpty();
    }
}
