package dev.narrowgauge.domain.report;

/**
 * The kernel that computes a node.
 *
 * @param operator as ONNX Runtime names it after fusion, for example {@code QLinearConv}
 * @param micros median time of one run with one sample; null where nothing was run, or where the time is told at another
 *     node that the same kernel computes
 * @param unfusedQdqNodes QuantizeLinear and DequantizeLinear nodes around a float kernel that serve no integer kernel
 * @param unfusedQdqMicros what those take; null where nothing was run
 */
public record KernelReport(String operator, Double micros, int unfusedQdqNodes, Double unfusedQdqMicros) {}
