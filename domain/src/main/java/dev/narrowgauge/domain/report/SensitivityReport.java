package dev.narrowgauge.domain.report;

import static java.util.Objects.requireNonNull;

/**
 * What the quantization of one node alone does to the outputs of an otherwise float model.
 *
 * @param sqnrDb signal to noise, as the mean over the float outputs, in decibel; null without noise
 * @param noiseShare the part of the noise power that all nodes make, each alone; 0 to 1
 * @param measured false where it is estimated from the noise in the node's own results and from the nodes around it
 */
public record SensitivityReport(String node, String opType, Double sqnrDb, double noiseShare, boolean measured) {
    public SensitivityReport {
        requireNonNull(node, "node is null");
        requireNonNull(opType, "opType is null");
    }
}
