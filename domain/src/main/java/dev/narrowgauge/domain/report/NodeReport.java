package dev.narrowgauge.domain.report;

/**
 * Where one node computes after quantization.
 *
 * @param placement {@code quantized}, {@code float}, or {@code absorbed} by the node before it
 * @param reason a sentence: why it stays float; empty where it does not
 * @param kernel what the runtime makes of it; null where that was not looked at, or where nothing is left of the node
 */
public record NodeReport(String name, String opType, String placement, String reason, KernelReport kernel) {
    public static final String QUANTIZED = "quantized";
    public static final String FLOAT = "float";
    public static final String ABSORBED = "absorbed";

    public NodeReport(String name, String opType, String placement, String reason) {
        this(name, opType, placement, reason, null);
    }

    /** The same node, as it turned out to run. */
    public NodeReport ran(String actualPlacement, String actualReason, KernelReport actualKernel) {
        return new NodeReport(name, opType, actualPlacement, actualReason, actualKernel);
    }
}
