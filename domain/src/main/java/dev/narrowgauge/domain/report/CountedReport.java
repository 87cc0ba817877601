package dev.narrowgauge.domain.report;

/**
 * What one run with one sample takes on one thread, counted from what the kernels of the running graphs do.
 *
 * @param rates version of the table of kernel rates
 * @param floatMicros of the float model
 * @param micros of the variant
 * @param allIntegersMicros of the variant that has everything in integers that can be; the same where that is the variant
 */
public record CountedReport(String rates, double floatMicros, double micros, double allIntegersMicros) {}
