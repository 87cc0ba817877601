package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.determinism.DeterminismReport;
import dev.narrowgauge.domain.profile.SpeedInsight;
import dev.narrowgauge.domain.scenario.ScenarioResult;
import dev.narrowgauge.domain.variant.WeightTypes;
import java.util.List;

/**
 * What is known beside accuracy and latency: what an agent found, and other variants that rules ask for.
 *
 * @param insight on what kernels baseline and variant ran; null where nobody looked
 * @param scenarios baseline and variant alone on the node; empty likewise
 * @param determinism whether the variant gives the same bytes again; null likewise
 * @param weights as what the variant's file stores its weights; null in what is older than that
 * @param runtimes on what other versions of ONNX Runtime the same file was measured; empty where no rule asks
 * @param loss which layers cost its outputs most; null where nobody kept it
 * @param baselines other variants on the same device class, against which rules hold the variant
 */
public record FurtherEvidence(
        SpeedInsight insight,
        List<ScenarioResult> scenarios,
        DeterminismReport determinism,
        WeightTypes weights,
        List<RuntimeRun> runtimes,
        LossCause loss,
        List<BaselineEvidence> baselines) {
    public static final FurtherEvidence NONE = new FurtherEvidence(null, List.of(), null);

    /**
     * A measurement of the same file, of this run or another one of the project.
     *
     * @param version of ONNX Runtime
     * @param measurementId UUID of the measurement's row, text
     * @param runId UUID of its run, text
     * @param measuredAt ISO 8601, text
     */
    public record RuntimeRun(
            String version, String deviceClass, String measurementId, String runId, String measuredAt) {}

    public FurtherEvidence {
        scenarios = scenarios == null ? List.of() : List.copyOf(scenarios);
        runtimes = runtimes == null ? List.of() : List.copyOf(runtimes);
        baselines = baselines == null ? List.of() : List.copyOf(baselines);
    }

    /** Against which no rule holds anything but FP32 of the same upload. */
    public FurtherEvidence(
            SpeedInsight insight,
            List<ScenarioResult> scenarios,
            DeterminismReport determinism,
            WeightTypes weights,
            List<RuntimeRun> runtimes,
            LossCause loss) {
        this(insight, scenarios, determinism, weights, runtimes, loss, List.of());
    }

    /** Of a file that nobody looked into, and that was measured nowhere else. */
    public FurtherEvidence(SpeedInsight insight, List<ScenarioResult> scenarios, DeterminismReport determinism) {
        this(insight, scenarios, determinism, null, List.of(), null);
    }

    public FurtherEvidence with(List<BaselineEvidence> others) {
        return new FurtherEvidence(insight, scenarios, determinism, weights, runtimes, loss, others);
    }

    /** Of the same variant where it is judged on other samples: what other variants answered is not of those. */
    public FurtherEvidence onOtherSamples() {
        return with(baselines.stream().map(BaselineEvidence::withoutAnswers).toList());
    }
}
