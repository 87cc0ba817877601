package dev.narrowgauge.domain.report;

import java.util.List;

/**
 * What quantization did to one model.
 *
 * @param accuracy null where there were no labels to compare with
 */
public record QualityReport(
        Provenance provenance,
        long baselineBytes,
        long variantBytes,
        List<OutputReport> outputs,
        AccuracyReport accuracy,
        List<StageReport> stages,
        List<NodeReport> nodes,
        List<TensorReport> tensors) {

    public QualityReport {
        outputs = List.copyOf(outputs);
        stages = List.copyOf(stages);
        nodes = List.copyOf(nodes);
        tensors = List.copyOf(tensors);
    }
}
