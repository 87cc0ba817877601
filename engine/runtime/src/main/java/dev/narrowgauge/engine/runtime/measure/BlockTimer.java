package dev.narrowgauge.engine.runtime.measure;

import dev.narrowgauge.proto.engine.Block;
import dev.narrowgauge.proto.engine.RunBlock;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

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
    private final RandomGenerator random;
    private final OutputCheck check = new OutputCheck();
    private long[] latencies = new long[ROOM];
    private int lastRuns;

    /** @param seed of what is drawn: which outputs are checked */
    BlockTimer(PreparedRuns runs, BlockWatch watch, long seed) {
        this.runs = runs;
        this.watch = watch;
        this.random = new SplittableRandom(seed);
    }

    Block time(RunBlock command) {
        leadIn();
        int[] places = drawChecked(command);
        MachineCounters before = watch.begin();
        int count = run(command, places);
        MachineCounters after = watch.end();
        lastRuns = count;
        Block.Builder block = Block.newBuilder()
                .setConditions(after.since(before))
                .setCheckedRuns(check.checked())
                .setDifferingRuns(check.differing())
                .setOutputsVary(check.varies());
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

    /** Outputs that are to be compared are recorded now, before anything is timed. */
    private int[] drawChecked(RunBlock command) {
        check.restart();
        int surely = Math.max(1, Math.min(command.getMinRuns(), most(command)));
        int[] places = CheckedPlaces.draw(surely, Math.max(surely, Math.min(lastRuns, most(command))), random);
        for (int place : places) {
            runs.record(place, check);
        }
        return places;
    }

    private static int most(RunBlock command) {
        return command.getMaxRuns() > 0 ? command.getMaxRuns() : Integer.MAX_VALUE;
    }

    /** Fills the latencies and returns how many there are. */
    private int run(RunBlock command, int... places) {
        int most = most(command);
        long least = (long) (command.getMinSeconds() * NANOS_PER_SECOND);
        long start = System.nanoTime();
        int count = 0;
        int checked = 0;
        while (count < most && (count < command.getMinRuns() || System.nanoTime() - start < least)) {
            if (count == latencies.length) {
                latencies = Arrays.copyOf(latencies, 2 * count);
            }
            if (checked < places.length && places[checked] == count) {
                checked++;
                latencies[count++] = runs.timeNext(check);
            } else {
                latencies[count++] = runs.timeNext();
            }
        }
        return count;
    }
}
