package dev.narrowgauge.domain.report;

import java.util.Map;

/**
 * From what and with what a variant was made; the same provenance gives the same bytes.
 *
 * @param statisticsSha256 of a file of statistics that stood for calibration samples; null where there was none
 * @param kernelRates version of the table from which costs were counted; null where none were
 */
public record ProvenanceReport(
        String modelSha256,
        String calibrationSha256,
        String evaluationSha256,
        String statisticsSha256,
        Map<String, Object> recipe,
        String engineVersion,
        String runtimeVersion,
        String kernelRates) {}
