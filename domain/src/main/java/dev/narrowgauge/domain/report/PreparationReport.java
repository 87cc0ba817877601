package dev.narrowgauge.domain.report;

/**
 * What one step did to a model before it was quantized.
 *
 * @param step a short stable name, for example {@code layer-normalization}
 * @param count how many places it changed; 0 where it was undone or could not be done
 * @param detail a sentence: what came of it, or why it was not done
 */
public record PreparationReport(String step, int count, String detail) {}
