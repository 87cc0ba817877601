package dev.narrowgauge.domain.report;

import dev.narrowgauge.domain.stats.Interval;

/**
 * Top-1 accuracy of baseline and variant on the same samples, as shares of 1.
 *
 * @param loss what the variant lost, baseline − variant, with its 95 % interval
 * @param flips share of samples whose answer differs between the two
 */
public record AccuracyReport(long samples, double baselineTop1, double variantTop1, Interval loss, double flips) {}
