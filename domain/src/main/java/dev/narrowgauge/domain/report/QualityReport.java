package dev.narrowgauge.domain.report;

import dev.narrowgauge.domain.accuracy.AccuracyMetrics;
import dev.narrowgauge.domain.decision.Decision;
import dev.narrowgauge.domain.decision.OutputAgreement;
import java.util.List;

/**
 * What quantization did to one model.
 *
 * @param preparation what was done to the float model before anything was quantized, in that order
 * @param outputs how far each is from the baseline's, on evaluation samples, else on calibration samples
 * @param accuracy null where there were no labels to compare with
 * @param metrics by every measure that suits what the models answer; empty where nothing was evaluated
 * @param sensitivity the worst node first
 * @param ranking how much of the variant {@code sensitivity} covers; null where nothing asked for it
 * @param integerMacShare share of the multiply-accumulates of one sample that integer kernels do; null where the model has
 *     none or its shapes are not known
 * @param sequence how the variant does where its own state is fed back to it; null where the model has none
 * @param fusion null where the variant was not run here
 * @param latency null where it was not measured
 * @param decision what to ship, with the reason and what was held against which limit
 * @param decisions what the recipe left open and the engine decided, with the reason, a sentence each
 * @param warnings what eight bits do not suit; empty where the variant answers as it should
 * @param steps what was tried to find the variant, in order; empty where nothing was open
 * @param effort what trying was allowed and took; null where nothing was open
 */
public record QualityReport(
        int schemaVersion,
        ReproductionReport provenance,
        long baselineBytes,
        long variantBytes,
        List<PreparationReport> preparation,
        List<OutputAgreement> outputs,
        AccuracyReport accuracy,
        AccuracyMetrics metrics,
        List<SensitivityReport> sensitivity,
        RankingReport ranking,
        List<StageReport> stages,
        List<NodeReport> nodes,
        List<TensorReport> tensors,
        Double integerMacShare,
        SequenceReport sequence,
        FusionReport fusion,
        LatencyReport latency,
        Decision decision,
        List<String> decisions,
        List<WarningReport> warnings,
        List<SearchStep> steps,
        SearchEffort effort) {
    /** Keys are only ever added within a version. In version 1 some had other names, which {@link RenamedKeys} has. */
    public static final int SCHEMA_VERSION = 2;

    public QualityReport {
        preparation = List.copyOf(preparation);
        outputs = List.copyOf(outputs);
        sensitivity = List.copyOf(sensitivity);
        stages = List.copyOf(stages);
        nodes = List.copyOf(nodes);
        tensors = List.copyOf(tensors);
        decisions = List.copyOf(decisions);
        warnings = List.copyOf(warnings);
        steps = List.copyOf(steps);
    }
}
