package dev.narrowgauge.checks.data;

/** Samples of one input with the class that each was drawn from. */
public record Labelled(Values values, int[] labels) {}
