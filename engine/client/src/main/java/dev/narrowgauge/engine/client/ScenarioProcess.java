package dev.narrowgauge.engine.client;

import dev.narrowgauge.domain.scenario.ColdStart;
import dev.narrowgauge.domain.scenario.LatencyLimit;
import dev.narrowgauge.domain.scenario.PeakRate;
import dev.narrowgauge.domain.scenario.PeakRateSearch;
import dev.narrowgauge.domain.scenario.ScenarioFork;
import dev.narrowgauge.domain.stats.LatencyHistogram;
import dev.narrowgauge.domain.stats.Median;
import dev.narrowgauge.proto.engine.LoadRan;
import dev.narrowgauge.proto.engine.Measured;
import dev.narrowgauge.proto.engine.Result;
import dev.narrowgauge.proto.engine.RunLoad;
import dev.narrowgauge.proto.engine.WarmUp;
import dev.narrowgauge.proto.engine.WarmedUp;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** One fresh process that is measured in a scenario, from its start to its end. */
final class ScenarioProcess {
    private static final WarmUp WARM_UP = WarmUp.newBuilder()
            .setMinRuns(10)
            .setMinSeconds(0.3)
            .setMaxSeconds(30)
            .build();

    /** Of a slow model, runs that a load has at least. */
    private static final int FEWEST_RUNS = 10;

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private final MeasuringEngine engine;
    private final ScenarioPlan plan;
    private final int batchSize;

    ScenarioProcess(MeasuringEngine engine, ScenarioPlan plan, int batchSize) {
        this.engine = engine;
        this.plan = plan;
        this.batchSize = batchSize;
    }

    /** @param seed of when queries arrive */
    ScenarioFork measure(long seed) {
        WarmedUp warmedUp = engine.warmUp(WARM_UP);
        LoadRan busy = engine.runLoad(RunLoad.newBuilder()
                .setMinRuns(FEWEST_RUNS)
                .setMinSeconds(plan.seconds())
                .build());
        double medianNanos =
                Median.of(Arrays.stream(nanos(busy)).asDoubleStream().toArray());
        if (plan.limit().isEmpty()) {
            double perSecond = batchSize * NANOS_PER_SECOND * busy.getLatencyNanosCount() / busy.getElapsedNanos();
            return fork(busy, perSecond, null, medianNanos, warmedUp);
        }
        Map<Double, LoadRan> ran = new HashMap<>();
        PeakRate peak = peak(plan.limit().get(), NANOS_PER_SECOND / medianNanos, ran, seed);
        LoadRan atPeak = ran.getOrDefault(peak.perSecond(), LoadRan.getDefaultInstance());
        return fork(atPeak, peak.perSecond(), peak, medianNanos, warmedUp);
    }

    /** @param ran the last load at each rate */
    private PeakRate peak(LatencyLimit limit, double capacity, Map<Double, LoadRan> ran, long seed) {
        int queries = limit.queries();
        long end = System.nanoTime() + plan.search().toNanos();
        PeakRateSearch.Load load = (perSecond, arrivals) -> {
            LoadRan answered = engine.runLoad(RunLoad.newBuilder()
                    .setRate(perSecond)
                    .setSeed(arrivals)
                    .setMaxRuns(queries)
                    .setLimitNanos(limit.nanos())
                    .setMostOverLimit(limit.mostOver(queries))
                    .build());
            ran.put(perSecond, answered);
            return nanos(answered);
        };
        return new PeakRateSearch(limit, load, () -> System.nanoTime() - end < 0, seed)
                .search(capacity, plan.precision());
    }

    private ScenarioFork fork(
            LoadRan ran, double samplesPerSecond, PeakRate peak, double warmNanos, WarmedUp warmedUp) {
        Result result = engine.finish();
        Measured measured = result.getMeasured();
        ColdStart coldStart = new ColdStart(
                engine.startedAfter().toNanos() / NANOS_PER_MILLI,
                measured.getLoadMillis(),
                measured.getFirstRunMillis(),
                warmNanos / NANOS_PER_MILLI);
        long samples = (long) batchSize * ran.getLatencyNanosCount();
        return new ScenarioFork(
                samples == 0 ? "" : LatencyHistogram.of(nanos(ran)).text(),
                samplesPerSecond,
                peak,
                coldStart,
                result.getPeakResidentBytes() > 0 ? (Long) result.getPeakResidentBytes() : null,
                measured.hasProportionalBytes() ? (Long) measured.getProportionalBytes() : null,
                ran.hasJoules() && samples > 0 ? (Double) (ran.getJoules() / samples) : null,
                warmedUp.getSteady(),
                EngineEvidence.of(ran.getConditions()));
    }

    private static long[] nanos(LoadRan ran) {
        return ran.getLatencyNanosList().stream().mapToLong(Long::longValue).toArray();
    }
}
