package dev.narrowgauge.domain.report;

/** How close one output of the variant is to the baseline's, in decibel; null without noise or where not measured. */
public record OutputReport(String name, Double sqnrDb) {}
