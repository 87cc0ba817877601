package dev.narrowgauge.engine.client;

import dev.narrowgauge.proto.engine.RepeatCheck;
import dev.narrowgauge.proto.engine.Result;
import dev.narrowgauge.proto.engine.RunTurn;
import dev.narrowgauge.proto.engine.Started;
import dev.narrowgauge.proto.engine.WarmUp;
import dev.narrowgauge.proto.engine.WarmedUp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** One process of a fork. */
final class MeasuringSide implements AutoCloseable {
    private static final int FEWEST_RUNS_TO_WARM_UP = 10;
    private static final double MOST_SECONDS_TO_WARM_UP = 30;

    /** The first fork shows the whole curve; after it a model's files lie in memory, and its length is known. */
    private static final double FIRST_SECONDS_TO_WARM_UP = 0.5;

    private static final double LATER_SECONDS_TO_WARM_UP = 0.05;

    /** A shared host changes its speed at every pace; shorter ones spend more time on handing over than they gain. */
    private static final RunTurn TURN = RunTurn.newBuilder()
            .setMinRuns(1)
            .setMinSeconds(0.01)
            .setMaxRuns(2_000)
            .build();

    private static final int FEWEST_TURNS = 5;
    private static final int MOST_TURNS = 20;
    private static final long BLOCK_NANOS = 100_000_000;

    private static final RepeatCheck REPEATS =
            RepeatCheck.newBuilder().setPairs(3).setBlockSeconds(0.05).build();

    private final MeasuringEngine engine;
    private final List<TimedTurn> turns = new ArrayList<>();
    private WarmedUp warmedUp = WarmedUp.getDefaultInstance();
    private OptionalDouble repeats = OptionalDouble.empty();

    /** What is left of a process that has ended. */
    record Ended(
            int threads,
            List<Integer> processors,
            double loadMillis,
            long peakResidentBytes,
            WarmedUp warmedUp,
            OptionalDouble repeats,
            String engineVersion,
            String runtimeVersion) {}

    MeasuringSide(MeasuringEngine engine) {
        this.engine = engine;
    }

    void warmUp(boolean first) {
        warmedUp = engine.warmUp(WarmUp.newBuilder()
                .setMinRuns(FEWEST_RUNS_TO_WARM_UP)
                .setMinSeconds(first ? FIRST_SECONDS_TO_WARM_UP : LATER_SECONDS_TO_WARM_UP)
                .setMaxSeconds(MOST_SECONDS_TO_WARM_UP)
                .build());
    }

    void checkRepeats() {
        repeats = engine.checkRepeats(REPEATS);
    }

    /** @param firstBatch that it begins with */
    void runTurn(int firstBatch) {
        turns.add(engine.runTurn(TURN.toBuilder().setFirstBatch(firstBatch).build()));
    }

    /** Whether its turns since the last block are too few for one. */
    boolean isWantingTurns() {
        long ran = turns.stream()
                .map(TimedTurn::nanos)
                .flatMapToLong(Arrays::stream)
                .sum();
        return turns.size() < FEWEST_TURNS || ran < BLOCK_NANOS && turns.size() < MOST_TURNS;
    }

    /** Of its turns since the last block. */
    TimedBlock endBlock() {
        TimedBlock block = TimedBlock.of(turns, engine.endBlock());
        turns.clear();
        return block;
    }

    Ended finish() {
        Result result = engine.finish();
        Started started = engine.started();
        return new Ended(
                result.getMeasured().getThreads(),
                result.getMeasured().getProcessorsList(),
                result.getMeasured().getLoadMillis(),
                result.getPeakResidentBytes(),
                warmedUp,
                repeats,
                started.getEngineVersion(),
                started.getRuntimeVersion());
    }

    @Override
    public void close() {
        engine.close();
    }
}
