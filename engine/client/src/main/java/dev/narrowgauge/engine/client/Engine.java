package dev.narrowgauge.engine.client;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.provider.Provider;
import dev.narrowgauge.engine.client.EngineOutcome.Finished;
import dev.narrowgauge.engine.client.EngineOutcome.Unfinished;
import dev.narrowgauge.proto.engine.CheckDeterminism;
import dev.narrowgauge.proto.engine.CheckRanges;
import dev.narrowgauge.proto.engine.DatasetMessage;
import dev.narrowgauge.proto.engine.DeterminismChecked;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Evaluate;
import dev.narrowgauge.proto.engine.Evaluated;
import dev.narrowgauge.proto.engine.Explain;
import dev.narrowgauge.proto.engine.Explained;
import dev.narrowgauge.proto.engine.InspectDataset;
import dev.narrowgauge.proto.engine.InspectModel;
import dev.narrowgauge.proto.engine.MeasureRoofline;
import dev.narrowgauge.proto.engine.MergeStatistics;
import dev.narrowgauge.proto.engine.ModelDescription;
import dev.narrowgauge.proto.engine.Observe;
import dev.narrowgauge.proto.engine.Observed;
import dev.narrowgauge.proto.engine.Probe;
import dev.narrowgauge.proto.engine.Probed;
import dev.narrowgauge.proto.engine.Profile;
import dev.narrowgauge.proto.engine.Profiled;
import dev.narrowgauge.proto.engine.Quantize;
import dev.narrowgauge.proto.engine.Quantized;
import dev.narrowgauge.proto.engine.RangesChecked;
import dev.narrowgauge.proto.engine.Result;
import dev.narrowgauge.proto.engine.RooflineMeasured;
import dev.narrowgauge.proto.engine.StatisticsMerged;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * The engine as blocking calls, each in a child process of its own. They throw a {@code NarrowgaugeException} for what the
 * child reports and for how it dies, and a {@code CancellationException} after a cancel.
 *
 * <p>They share the machine with each other, but not with a measurement: see {@link MachineLock}. Inspections alone wait for
 * nobody: they are short, somebody waits for them at the other end of a connection, and a measurement that they disturb
 * notices.
 */
public final class Engine {
    private final EngineProgram program;
    private final Path workRoot;
    private final MachineLock machine;
    private final Optional<ChildrenAhead> ahead;
    private final ChildListener ends;

    /** @param workRoot directory in which every call makes, and deletes, its work directory */
    public Engine(EngineProgram program, Path workRoot, MachineLock machine) {
        this(program, workRoot, machine, Optional.empty(), ChildListener.none());
    }

    private Engine(
            EngineProgram program,
            Path workRoot,
            MachineLock machine,
            Optional<ChildrenAhead> ahead,
            ChildListener ends) {
        this.program = requireNonNull(program, "program is null");
        this.workRoot = requireNonNull(workRoot, "workRoot is null");
        this.machine = requireNonNull(machine, "machine is null");
        this.ahead = ahead;
        this.ends = requireNonNull(ends, "ends is null");
    }

    /** The same engine, whose calls take children that have been started before where there are any. */
    public Engine with(ChildrenAhead children) {
        return new Engine(program, workRoot, machine, Optional.of(children), ends);
    }

    /** The same engine, of whose children the listener hears how they end. */
    public Engine heardBy(ChildListener listener) {
        return new Engine(program, workRoot, machine, ahead, listener);
    }

    /** The installed engine, working in the system's temporary directory. */
    public static Engine installed() {
        return new Engine(EngineHome.find().program(), temporaryDirectory(), MachineLock.ofThisMachine());
    }

    /**
     * The installed engine for that provider.
     *
     * @throws dev.narrowgauge.domain.error.NarrowgaugeException ENGINE_UNAVAILABLE where there is none
     */
    public static Engine installed(Provider provider) {
        EngineProgram program = EngineHome.find().program(provider, EngineDistributions.find());
        return new Engine(program, temporaryDirectory(), MachineLock.ofThisMachine());
    }

    /** Starts a child of the installed engine, for {@link #with}. */
    public static EarlyChild installedChild(EngineLimits limits) {
        return EarlyChild.start(EngineHome.find().program(), temporaryDirectory(), MachineLock.ofThisMachine(), limits);
    }

    private static Path temporaryDirectory() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    public EngineAnswer<ModelDescription> inspectModel(InspectModel task, EngineCall call) {
        EngineRequest.Builder request = EngineRequest.newBuilder().setInspectModel(task);
        return answer(request, call, Result::getModel);
    }

    public EngineAnswer<DatasetMessage> inspectDataset(InspectDataset task, EngineCall call) {
        EngineRequest.Builder request = EngineRequest.newBuilder().setInspectDataset(task);
        return answer(request, call, Result::getDataset);
    }

    /** The task's work directory is set here. */
    public EngineAnswer<Explained> explain(Explain task, EngineCall call) {
        try (MachineLock.Hold hold = machine.share("explains " + task.getModelPath(), call)) {
            return answer(EngineRequest.newBuilder().setExplain(task), call, Result::getExplained);
        }
    }

    /** The task's work directory is set here. */
    public EngineAnswer<Quantized> quantize(Quantize task, EngineCall call) {
        try (MachineLock.Hold hold = machine.share("quantizes " + task.getModelPath(), call)) {
            return answer(EngineRequest.newBuilder().setQuantize(task), call, Result::getQuantized);
        }
    }

    /** The task's work directory is set here. */
    public EngineAnswer<Evaluated> evaluate(Evaluate task, EngineCall call) {
        try (MachineLock.Hold hold = machine.share("evaluates " + task.getBaselinePath(), call)) {
            return evaluateHeld(task, call);
        }
    }

    /** As above, of a caller who has the machine. */
    EngineAnswer<Evaluated> evaluateHeld(Evaluate task, EngineCall call) {
        return answer(EngineRequest.newBuilder().setEvaluate(task), call, Result::getEvaluated);
    }

    /** The task's work directory is set here. */
    public EngineAnswer<Observed> observe(Observe task, EngineCall call) {
        try (MachineLock.Hold hold = machine.share("observes " + task.getModelPath(), call)) {
            return answer(EngineRequest.newBuilder().setObserve(task), call, Result::getObserved);
        }
    }

    /** The task's work directory is set here. */
    public EngineAnswer<Probed> probe(Probe task, EngineCall call) {
        try (MachineLock.Hold hold =
                machine.share("looks at " + task.getExecution().getProvider(), call)) {
            return probeHeld(task, call);
        }
    }

    /** As above, of a caller who has the machine. */
    EngineAnswer<Probed> probeHeld(Probe task, EngineCall call) {
        return answer(EngineRequest.newBuilder().setProbe(task), call, Result::getProbed);
    }

    /** The task's work directory is set here. */
    public EngineAnswer<StatisticsMerged> mergeStatistics(MergeStatistics task, EngineCall call) {
        try (MachineLock.Hold hold = machine.share("merges statistics", call)) {
            return answer(EngineRequest.newBuilder().setMergeStatistics(task), call, Result::getStatisticsMerged);
        }
    }

    /** The task's work directory is set here. */
    public EngineAnswer<DeterminismChecked> checkDeterminism(CheckDeterminism task, EngineCall call) {
        try (MachineLock.Hold hold = machine.share("repeats " + task.getModelPath(), call)) {
            return checkDeterminismHeld(task, call);
        }
    }

    /** As above, of a caller who has the machine. */
    EngineAnswer<DeterminismChecked> checkDeterminismHeld(CheckDeterminism task, EngineCall call) {
        return answer(EngineRequest.newBuilder().setCheckDeterminism(task), call, Result::getDeterminismChecked);
    }

    /** The task's work directory is set here. */
    public EngineAnswer<RangesChecked> checkRanges(CheckRanges task, EngineCall call) {
        try (MachineLock.Hold hold = machine.share("looks at the ranges of " + task.getModelPath(), call)) {
            return answer(EngineRequest.newBuilder().setCheckRanges(task), call, Result::getRangesChecked);
        }
    }

    /** With the machine to itself. The task's work directory is set here. */
    public EngineAnswer<Profiled> profile(Profile task, EngineCall call) {
        try (MachineLock.Hold hold = benchmark().quiet("profiles " + task.getBaselinePath(), call)) {
            return profileHeld(task, call);
        }
    }

    /** As above, of a caller who has the machine. */
    EngineAnswer<Profiled> profileHeld(Profile task, EngineCall call) {
        return answer(EngineRequest.newBuilder().setProfile(task), call, Result::getProfiled);
    }

    /** With the machine to itself. The task's work directory is set here. */
    public EngineAnswer<RooflineMeasured> measureRoofline(MeasureRoofline task, EngineCall call) {
        try (MachineLock.Hold hold = benchmark().quiet("measures the roofline of this machine", call)) {
            return measureRooflineHeld(task, call);
        }
    }

    /** As above, of a caller who has the machine. */
    EngineAnswer<RooflineMeasured> measureRooflineHeld(MeasureRoofline task, EngineCall call) {
        return answer(EngineRequest.newBuilder().setMeasureRoofline(task), call, Result::getRooflineMeasured);
    }

    /** Measures models in a scenario, with the machine to itself. */
    public ScenarioBenchmark scenarios() {
        return new ScenarioBenchmark(program, workRoot, benchmark(), ends);
    }

    /** Fails with a code of kind INFRASTRUCTURE where no child could have a work directory. */
    public void requireUsable() {
        WorkDirectory.create(workRoot).close();
    }

    /** Times each variant against the baseline, with the machine to itself. */
    public PairedBenchmark benchmark() {
        return new PairedBenchmark(program, workRoot, machine, ends, new ProviderLook(this::probeHeld));
    }

    /**
     * Waits until nobody else has any of the machine and other programs hardly use it, and keeps it.
     *
     * @param work what for, as others are told who wait; a phrase such as {@code times a.onnx}
     * @throws dev.narrowgauge.domain.error.NarrowgaugeException MACHINE_BUSY after the call's deadline
     */
    public EngineAlone alone(String work, EngineCall call) {
        PairedBenchmark benchmark = benchmark();
        return new EngineAlone(this, benchmark, benchmark.quiet(work, call));
    }

    private <T> EngineAnswer<T> answer(EngineRequest.Builder request, EngineCall call, Function<Result, T> value) {
        return switch (run(request, call)) {
            case Finished finished -> EngineAnswer.of(finished, value);
            case Unfinished unfinished -> throw unfinished.toException();
        };
    }

    EngineOutcome run(EngineRequest.Builder request, EngineCall call) {
        if (call.cancel().isCancelled()) {
            return new EngineOutcome.Cancelled();
        }
        Optional<EngineChild> warm = ahead.flatMap(children -> children.taskBegins(call));
        try (EngineChild child = warm.orElseGet(() -> EngineChild.start(program, workRoot, call))) {
            EngineOutcome outcome = EngineRunner.run(inDirectory(request, child.work(), call), child.process(), call);
            ends.ended(child.process().end(request.getTaskCase(), ChildEnd.Outcome.of(outcome)));
            return outcome;
        } finally {
            ahead.ifPresent(ChildrenAhead::taskEnded);
        }
    }

    private static EngineRequest inDirectory(EngineRequest.Builder request, WorkDirectory work, EngineCall call) {
        String path = work.path().toString();
        if (request.hasQuantize()) {
            request.getQuantizeBuilder().setWorkDirectory(path);
        }
        if (request.hasExplain()) {
            request.getExplainBuilder().setWorkDirectory(path);
        }
        if (request.hasEvaluate()) {
            request.getEvaluateBuilder().setWorkDirectory(path);
        }
        if (request.hasProbe()) {
            request.getProbeBuilder().setWorkDirectory(path);
        }
        if (request.hasObserve()) {
            request.getObserveBuilder().setWorkDirectory(path);
        }
        if (request.hasCheckDeterminism()) {
            request.getCheckDeterminismBuilder().setWorkDirectory(path);
        }
        if (request.hasCheckRanges()) {
            request.getCheckRangesBuilder().setWorkDirectory(path);
        }
        if (request.hasProfile()) {
            request.getProfileBuilder().setWorkDirectory(path);
        }
        if (request.hasMeasureRoofline()) {
            request.getMeasureRooflineBuilder().setWorkDirectory(path);
        }
        if (request.hasMergeStatistics()) {
            request.getMergeStatisticsBuilder().setWorkDirectory(path);
        }
        return request.setThreads(call.limits().threads()).build();
    }
}
