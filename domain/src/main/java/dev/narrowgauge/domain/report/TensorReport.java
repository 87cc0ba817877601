package dev.narrowgauge.domain.report;

import java.util.List;

/**
 * How one tensor was quantized.
 *
 * @param kind {@code activation}, {@code weight} or {@code bias}
 * @param type the integer or float type it is stored in, for example {@code uint8}
 * @param minimum smallest observed value; null when nothing was observed
 * @param maximum largest observed value; null when nothing was observed
 * @param scales one scale, or one for each channel
 * @param zeroPoint the integer that stands for zero; null where there is none
 * @param histogram what calibration saw; null for constants and where nothing was observed
 * @param sqnrDb signal to quantization noise, 10·log10(Σx² / Σ(x−x̂)²), in decibel; null while unknown or without noise
 */
public record TensorReport(
        String name,
        String kind,
        String type,
        Float minimum,
        Float maximum,
        List<Float> scales,
        Integer zeroPoint,
        Double sqnrDb,
        HistogramReport histogram) {

    public TensorReport {
        scales = List.copyOf(scales);
    }

    /** One of which nothing was counted. */
    public TensorReport(
            String name,
            String kind,
            String type,
            Float minimum,
            Float maximum,
            List<Float> scales,
            Integer zeroPoint,
            Double sqnrDb) {
        this(name, kind, type, minimum, maximum, scales, zeroPoint, sqnrDb, null);
    }

    public TensorReport withSqnrDb(Double value) {
        return new TensorReport(name, kind, type, minimum, maximum, scales, zeroPoint, value, histogram);
    }

    public TensorReport withHistogram(HistogramReport counted) {
        return new TensorReport(name, kind, type, minimum, maximum, scales, zeroPoint, sqnrDb, counted);
    }
}
