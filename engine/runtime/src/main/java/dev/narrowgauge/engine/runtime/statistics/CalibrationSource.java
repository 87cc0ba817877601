package dev.narrowgauge.engine.runtime.statistics;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.quantizer.VariantPlan;
import dev.narrowgauge.engine.quantizer.calibration.CalibrationStatistics;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.observe.Calibration;
import dev.narrowgauge.engine.runtime.observe.ObservedModel;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Where a plan's statistics come from: a pass over samples, or a file of an earlier pass. */
public final class CalibrationSource {
    private final Optional<ObservedStatistics> saved;
    private final Optional<BoundDataset> samples;
    private final boolean ofEveryTensor;
    private final OnnxRuntime runtime;
    private final TaskDirectory work;
    private final ProgressMeter progress;
    private final Map<Set<String>, CalibrationStatistics> beyond = new HashMap<>();
    private CalibrationStatistics gathered;
    private int passes;

    /**
     * @param saved taken instead of the samples
     * @param ofEveryTensor whether a pass observes all float tensors, so that its statistics serve any recipe
     */
    public CalibrationSource(
            Optional<ObservedStatistics> saved,
            Optional<BoundDataset> samples,
            boolean ofEveryTensor,
            OnnxRuntime runtime,
            TaskDirectory work,
            ProgressMeter progress) {
        this.saved = saved;
        this.samples = samples;
        this.ofEveryTensor = ofEveryTensor;
        this.runtime = runtime;
        this.work = work;
        this.progress = progress;
    }

    public boolean exists() {
        return saved.isPresent() || samples.isPresent();
    }

    /** What was gathered from samples for whole plans, if anything was. */
    public Optional<CalibrationStatistics> gathered() {
        return Optional.ofNullable(gathered);
    }

    /** How often the samples were run. */
    public int passes() {
        return passes;
    }

    /**
     * The statistics that a plan needs. What is observed beside a value may change the last bits of it, by the fusions that
     * it prevents; so that a plan gets the same numbers whatever was tried before it, the whole plan is always observed
     * first, and what this one needs beyond it in a pass of its own.
     *
     * @param whole the plan as it is before nodes are told where to compute
     */
    public CalibrationStatistics observe(VariantPlan whole, VariantPlan plan) {
        if (saved.isPresent()) {
            saved.get().requireTensors(plan.observedTensors());
            return saved.get().values();
        }
        BoundDataset data = samples.orElseThrow(() -> new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID,
                "INT8 of convolutions, and every other with ranges measured beforehand, needs samples to measure them on;"
                        + " give a calibration dataset (--calibration DATA.npz)."));
        if (gathered == null) {
            Set<String> tensors = new TreeSet<>(whole.observedTensors());
            if (ofEveryTensor) {
                tensors.addAll(whole.floatTensors());
            }
            gathered = pass(whole, tensors, data);
        }
        Set<String> missing = new TreeSet<>(plan.observedTensors());
        missing.removeAll(gathered.tensors().keySet());
        if (missing.isEmpty()) {
            return gathered;
        }
        return beyond.computeIfAbsent(missing, tensors -> gathered.merge(pass(plan, tensors, data)));
    }

    private CalibrationStatistics pass(VariantPlan plan, Set<String> tensors, BoundDataset data) {
        passes++;
        if (tensors.isEmpty()) {
            return new CalibrationStatistics(Map.of());
        }
        try (var observed =
                ObservedModel.open(runtime, plan.floatModel(), tensors, Optimization.EXTENDED, work, "observed.onnx")) {
            return Calibration.run(observed, tensors, data, runtime.threads() > 1, progress);
        }
    }
}
