package dev.narrowgauge.engine.runtime.measure;

import dev.narrowgauge.proto.engine.Block;
import dev.narrowgauge.proto.engine.RunTurn;
import dev.narrowgauge.proto.engine.Turn;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Times the turns of one model, and watches the machine meanwhile. */
final class BlockTimer {
    private static final double NANOS_PER_SECOND = 1e9;

    /** As many latencies as a turn with no limit has room for before more is needed. */
    private static final int ROOM = 1 << 14;

    /** Runs that are not timed, before each turn: the caches hold the values of the model that ran before. */
    private static final long LEAD_IN_NANOS = 1_000_000;

    /** Of the turn before, a share that this one has almost certainly. */
    private static final int SURELY = 2;

    private final PreparedRuns runs;
    private final BlockWatch watch;
    private final RandomGenerator random;
    private final OutputCheck check = new OutputCheck();
    private long[] latencies = new long[ROOM];
    private int lastRuns;
    private int runsSinceChecked;
    private Optional<MachineActivity> activity = Optional.empty();

    /** @param seed of what is drawn: which outputs are checked */
    BlockTimer(PreparedRuns runs, BlockWatch watch, long seed) {
        this.runs = runs;
        this.watch = watch;
        this.random = new SplittableRandom(seed);
    }

    Turn time(RunTurn command) {
        runs.startAt(command.getFirstBatch());
        int[] places = drawChecked(command);
        MachineCounters before = watch.begin();
        runs.repeatEarlier(LEAD_IN_NANOS);
        int count = run(command, places);
        MachineActivity seen = watch.end().since(before, count);
        activity = Optional.of(activity.map(earlier -> earlier.plus(seen)).orElse(seen));
        lastRuns = count;
        runsSinceChecked = places.length == 0 ? runsSinceChecked + count : 0;
        Turn.Builder turn = Turn.newBuilder()
                .setCheckedRuns(check.checked())
                .setDifferingRuns(check.differing())
                .setOutputsVary(check.varies());
        for (int i = 0; i < count; i++) {
            turn.addLatencyNanos(latencies[i]);
        }
        return turn.build();
    }

    /** What was seen of the machine since the last block. */
    Block endBlock() {
        Block.Builder block = Block.newBuilder();
        activity.map(MachineActivity::conditions).ifPresent(block::setConditions);
        activity = Optional.empty();
        return block.build();
    }

    /** Outputs that are to be compared are recorded now, before anything is timed. */
    private int[] drawChecked(RunTurn command) {
        check.restart();
        int expected = Math.min(Math.max(lastRuns, command.getMinRuns()), most(command));
        int[] places = CheckedPlaces.draw(
                activity.isEmpty(), runsSinceChecked, Math.max(1, expected / SURELY), Math.max(1, expected), random);
        for (int place : places) {
            runs.record(place, check);
        }
        return places;
    }

    private static int most(RunTurn command) {
        return command.getMaxRuns() > 0 ? command.getMaxRuns() : Integer.MAX_VALUE;
    }

    /** Fills the latencies and returns how many there are. */
    private int run(RunTurn command, int... places) {
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
