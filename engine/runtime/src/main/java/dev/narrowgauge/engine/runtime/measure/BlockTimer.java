package dev.narrowgauge.engine.runtime.measure;

import dev.narrowgauge.proto.engine.Block;
import dev.narrowgauge.proto.engine.RunBlock;
import java.util.Arrays;

/** Times blocks of runs of one model, and watches the machine meanwhile. */
final class BlockTimer {
    private static final double NANOS_PER_SECOND = 1e9;

    /** As many latencies as a block with no limit has room for before more is needed. */
    private static final int ROOM = 1 << 14;

    /**
     * Runs that are not timed, before each block: a processor that has idled while the other model ran needs some
     * milliseconds to come to the speed that it keeps, and its caches hold the other's values.
     */
    private static final long LEAD_IN_NANOS = 10_000_000;

    private final PreparedRuns runs;
    private final BlockWatch watch;
    private long[] latencies = new long[ROOM];

    BlockTimer(PreparedRuns runs, BlockWatch watch) {
        this.runs = runs;
        this.watch = watch;
    }

    Block time(RunBlock command) {
        leadIn();
        MachineCounters before = watch.begin();
        int count = run(command);
        MachineCounters after = watch.end();
        Block.Builder block = Block.newBuilder().setConditions(after.since(before));
        for (int i = 0; i < count; i++) {
            block.addLatencyNanos(latencies[i]);
        }
        return block.build();
    }

    private void leadIn() {
        long start = System.nanoTime();
        do {
            runs.timeNext();
        } while (System.nanoTime() - start < LEAD_IN_NANOS);
    }

    /** Fills the latencies and returns how many there are. */
    private int run(RunBlock command) {
        int most = command.getMaxRuns() > 0 ? command.getMaxRuns() : Integer.MAX_VALUE;
        long least = (long) (command.getMinSeconds() * NANOS_PER_SECOND);
        long start = System.nanoTime();
        int count = 0;
        while (count < most && (count < command.getMinRuns() || System.nanoTime() - start < least)) {
            if (count == latencies.length) {
                latencies = Arrays.copyOf(latencies, 2 * count);
            }
            latencies[count++] = runs.timeNext();
        }
        return count;
    }
}
