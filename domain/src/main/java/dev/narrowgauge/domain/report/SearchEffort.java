package dev.narrowgauge.domain.report;

/**
 * What a search was allowed and what it took. Runs are of the float model on one sample.
 *
 * @param plainRuns what a plain quantization takes
 * @param spentRuns what the search took
 * @param allowedRuns null where seconds were given instead
 * @param allowedSeconds null where none were given
 * @param seconds what the search took on the clock
 * @param stoppedByClock whether it ended because the seconds were over
 */
public record SearchEffort(
        long plainRuns,
        double spentRuns,
        Double allowedRuns,
        Double allowedSeconds,
        double seconds,
        boolean stoppedByClock) {}
