package dev.narrowgauge.db;

import java.util.OptionalDouble;

/**
 * How far an attempt is.
 *
 * @param stage a word such as {@code calibrate}
 * @param total 0 when not known
 * @param remainingSeconds of this stage; empty when not known
 */
public record Progress(String stage, long done, long total, OptionalDouble remainingSeconds) {}
