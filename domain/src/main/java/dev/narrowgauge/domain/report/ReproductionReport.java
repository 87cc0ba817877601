package dev.narrowgauge.domain.report;

import java.util.Map;

/**
 * What makes the bytes of a variant: the same files, recipe and versions give the same bytes again. Which run asked for it, and
 * where it was made, is its {@link dev.narrowgauge.domain.variant.Variant.Provenance}.
 *
 * @param statisticsSha256 of a file of statistics that stood for calibration samples; null where there was none
 * @param recipe with what the engine chose for what was left open
 * @param kernelRates version of the table from which costs were counted; null where none were
 */
public record ReproductionReport(
        String modelSha256,
        String calibrationSha256,
        String evaluationSha256,
        String statisticsSha256,
        Map<String, Object> recipe,
        String engineVersion,
        String runtimeVersion,
        String kernelRates) {}
