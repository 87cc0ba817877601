package dev.narrowgauge.domain.report;

/**
 * Top-1 accuracy of baseline and variant on the same samples, as shares of 1.
 *
 * @param flips share of samples whose answer differs between the two
 */
public record AccuracyReport(long samples, double baselineTop1, double variantTop1, double flips) {}
