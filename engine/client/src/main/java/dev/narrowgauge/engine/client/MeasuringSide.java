package dev.narrowgauge.engine.client;

import dev.narrowgauge.proto.engine.Result;
import dev.narrowgauge.proto.engine.RunBlock;
import dev.narrowgauge.proto.engine.Started;
import dev.narrowgauge.proto.engine.WarmUp;
import dev.narrowgauge.proto.engine.WarmedUp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One of the two models of a measurement, warmed up, with the latencies of its blocks so far. */
final class MeasuringSide {
    private static final WarmUp WARM_UP = WarmUp.newBuilder()
            .setMinRuns(10)
            .setMinSeconds(1)
            .setMaxSeconds(30)
            .build();
    private static final RunBlock BLOCK = RunBlock.newBuilder()
            .setMinRuns(30)
            .setMinSeconds(0.5)
            .setMaxRuns(200)
            .build();

    private final MeasuringEngine engine;
    private final WarmedUp warmedUp;
    private final List<BlockSummary> blocks = new ArrayList<>();
    private long[] latencies = {};

    private MeasuringSide(MeasuringEngine engine, WarmedUp warmedUp) {
        this.engine = engine;
        this.warmedUp = warmedUp;
    }

    static MeasuringSide warmUp(MeasuringEngine engine) {
        return new MeasuringSide(engine, engine.warmUp(WARM_UP));
    }

    void discardBlock() {
        engine.runBlock(BLOCK);
    }

    BlockSummary runBlock() {
        long[] block = engine.runBlock(BLOCK);
        int before = latencies.length;
        latencies = Arrays.copyOf(latencies, before + block.length);
        System.arraycopy(block, 0, latencies, before, block.length);
        BlockSummary summary = BlockSummary.of(block);
        blocks.add(summary);
        return summary;
    }

    Started started() {
        return engine.started();
    }

    MeasuredSide finish() {
        Result result = engine.finish();
        return new MeasuredSide(
                LatencySummary.of(latencies, blocks),
                result.getMeasured().getLoadMillis(),
                result.getMeasured().getThreads(),
                result.getPeakResidentBytes(),
                warmedUp.getRuns(),
                warmedUp.getSeconds(),
                warmedUp.getSteady());
    }
}
