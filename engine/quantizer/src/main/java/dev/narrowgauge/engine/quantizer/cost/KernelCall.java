package dev.narrowgauge.engine.quantizer.cost;

/**
 * One kernel at work.
 *
 * @param kernel a row of {@link KernelRates}
 */
public record KernelCall(String kernel, Work work) {}
