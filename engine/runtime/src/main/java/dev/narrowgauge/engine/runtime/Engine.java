package dev.narrowgauge.engine.runtime;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.HostFault;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.runtime.determinism.DeterminismTask;
import dev.narrowgauge.engine.runtime.evaluate.EvaluationTask;
import dev.narrowgauge.engine.runtime.inspect.DatasetInspection;
import dev.narrowgauge.engine.runtime.inspect.ModelInspection;
import dev.narrowgauge.engine.runtime.measure.LatencyMeasurement;
import dev.narrowgauge.engine.runtime.observe.ObservationTask;
import dev.narrowgauge.engine.runtime.observe.RangeTask;
import dev.narrowgauge.engine.runtime.pipe.EventWriter;
import dev.narrowgauge.engine.runtime.pipe.ParentPipe;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.profile.ProfileTask;
import dev.narrowgauge.engine.runtime.profile.RooflineTask;
import dev.narrowgauge.engine.runtime.provider.Executions;
import dev.narrowgauge.engine.runtime.provider.ProviderProbe;
import dev.narrowgauge.engine.runtime.quantize.ExplanationTask;
import dev.narrowgauge.engine.runtime.quantize.QuantizationTask;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.statistics.StatisticsMerge;
import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Rehearsed;
import dev.narrowgauge.proto.engine.Result;
import dev.narrowgauge.proto.engine.Started;
import java.io.IOException;

/** Does one request, maybe after a rehearsal, and answers it with exactly one result or failure, whatever happens. */
final class Engine {
    private static final EngineEvent REHEARSED = EngineEvent.newBuilder()
            .setRehearsed(Rehearsed.getDefaultInstance())
            .build();

    private final ParentPipe parent;
    private final EventWriter events;

    Engine(ParentPipe parent, EventWriter events) {
        this.parent = parent;
        this.events = events;
    }

    void serve() {
        try {
            EngineRequest request = parent.readRequest();
            if (request.hasRehearse()) {
                Rehearsal.perform(request.getRehearse(), new OnnxRuntime(request.getThreads()));
                events.send(REHEARSED);
                request = parent.readRequest();
            }
            parent.watch();
            events.send(started());
            events.send(EngineEvent.newBuilder().setResult(perform(request)).build());
        } catch (OutOfMemoryError e) {
            // A thread that was refused leaves memory to say so with; a full heap ends the process.
            if (HostFault.behind(e).isEmpty()) {
                throw e;
            }
            events.send(EngineEvent.newBuilder().setFailure(Failures.of(e)).build());
        } catch (Throwable e) {
            events.send(EngineEvent.newBuilder().setFailure(Failures.of(e)).build());
        }
    }

    private Result perform(EngineRequest request) throws IOException, InterruptedException {
        var runtime = new OnnxRuntime(request.getThreads());
        var progress = new ProgressMeter(events, System::nanoTime);
        Result.Builder result = Result.newBuilder();
        switch (request.getTaskCase()) {
            case INSPECT_MODEL -> result.setModel(ModelInspection.inspect(request.getInspectModel(), runtime));
            case INSPECT_DATASET -> result.setDataset(DatasetInspection.inspect(request.getInspectDataset()));
            case EVALUATE ->
                result.setEvaluated(EvaluationTask.evaluate(
                        request.getEvaluate(),
                        runtime.on(Executions.of(request.getEvaluate().getExecution())),
                        progress));
            case MEASURE ->
                result.setMeasured(
                        new LatencyMeasurement(parent, events).measure(request.getMeasure(), request.getThreads()));
            case QUANTIZE -> result.setQuantized(QuantizationTask.quantize(request.getQuantize(), runtime, progress));
            case EXPLAIN -> result.setExplained(ExplanationTask.explain(request.getExplain(), runtime));
            case MERGE_STATISTICS ->
                result.setStatisticsMerged(StatisticsMerge.merge(request.getMergeStatistics(), progress));
            case OBSERVE -> result.setObserved(ObservationTask.observe(request.getObserve(), runtime, progress));
            case CHECK_DETERMINISM ->
                result.setDeterminismChecked(DeterminismTask.check(request.getCheckDeterminism(), runtime, progress));
            case CHECK_RANGES -> result.setRangesChecked(RangeTask.check(request.getCheckRanges(), runtime, progress));
            case PROFILE -> result.setProfiled(ProfileTask.profile(request.getProfile(), runtime, progress));
            case MEASURE_ROOFLINE ->
                result.setRooflineMeasured(RooflineTask.measure(request.getMeasureRoofline(), runtime, progress));
            case PROBE ->
                result.setProbed(new ProviderProbe(
                                runtime, Executions.of(request.getProbe().getExecution()))
                        .probe(request.getProbe()));
            case REHEARSE, TASK_NOT_SET ->
                throw new NarrowgaugeException(ErrorCode.REQUEST_INVALID, "The request names no task.");
        }
        return result.setPeakResidentBytes(PeakMemory.residentBytes()).build();
    }

    private static EngineEvent started() {
        EngineVersion version = EngineVersion.current();
        return EngineEvent.newBuilder()
                .setStarted(Started.newBuilder()
                        .setPid(ProcessHandle.current().pid())
                        .setEngineVersion(version.engine())
                        .setRuntimeVersion(version.runtime()))
                .build();
    }
}
