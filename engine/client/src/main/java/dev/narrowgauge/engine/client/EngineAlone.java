package dev.narrowgauge.engine.client;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.scenario.ScenarioResult;
import dev.narrowgauge.proto.engine.CheckDeterminism;
import dev.narrowgauge.proto.engine.DeterminismChecked;
import dev.narrowgauge.proto.engine.Evaluate;
import dev.narrowgauge.proto.engine.Evaluated;
import dev.narrowgauge.proto.engine.MeasureRoofline;
import dev.narrowgauge.proto.engine.Profile;
import dev.narrowgauge.proto.engine.Profiled;
import dev.narrowgauge.proto.engine.RooflineMeasured;
import java.nio.file.Path;
import java.util.List;

/** The engine of a caller who has the machine, until closed: what it still has to do before it times waits for nobody. */
public final class EngineAlone implements AutoCloseable {
    private final Engine engine;
    private final PairedBenchmark benchmark;
    private final MachineLock.Hold hold;

    EngineAlone(Engine engine, PairedBenchmark benchmark, MachineLock.Hold hold) {
        this.engine = requireNonNull(engine, "engine is null");
        this.benchmark = requireNonNull(benchmark, "benchmark is null");
        this.hold = requireNonNull(hold, "hold is null");
    }

    public EngineAnswer<Evaluated> evaluate(Evaluate task, EngineCall call) {
        return engine.evaluateHeld(task, call);
    }

    /** As {@link PairedBenchmark#compare} on an archive, which needs no settings. */
    public List<PairedMeasurement> compare(
            Path baseline, List<Path> variants, Path dataset, BenchmarkPlan plan, EngineCall call) {
        return benchmark.compareAlone(baseline, variants, dataset, "", plan, call);
    }

    public EngineAnswer<Profiled> profile(Profile task, EngineCall call) {
        return engine.profileHeld(task, call);
    }

    public EngineAnswer<RooflineMeasured> measureRoofline(MeasureRoofline task, EngineCall call) {
        return engine.measureRooflineHeld(task, call);
    }

    public EngineAnswer<DeterminismChecked> checkDeterminism(CheckDeterminism task, EngineCall call) {
        return engine.checkDeterminismHeld(task, call);
    }

    /** As {@link ScenarioBenchmark#measure} on an archive, which needs no settings. */
    public List<ScenarioResult> measure(List<Path> models, Path dataset, ScenarioPlan plan, EngineCall call) {
        return engine.scenarios().measureAlone(models, dataset, "", plan, call);
    }

    @Override
    public void close() {
        hold.close();
    }
}
