package dev.narrowgauge.domain.report;

/**
 * Where one node computes after quantization.
 *
 * @param placement {@code quantized}, {@code float}, or {@code absorbed} by the node before it
 * @param reason a sentence: why it stays float; empty where it does not
 */
public record NodeReport(String name, String opType, String placement, String reason) {
    public static final String QUANTIZED = "quantized";
    public static final String FLOAT = "float";
    public static final String ABSORBED = "absorbed";
}
