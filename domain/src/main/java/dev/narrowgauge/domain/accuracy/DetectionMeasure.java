package dev.narrowgauge.domain.accuracy;

/**
 * One number of pycocotools' summary.
 *
 * @param from first of the thresholds 0.50, 0.55 … 0.95 that it is the mean over
 * @param to behind the last one
 * @param most detections of a class in an image that are taken, those with the highest scores
 */
record DetectionMeasure(AccuracyMetric metric, int from, int to, AreaRange area, int most, boolean isRecall) {
    static final int THRESHOLDS = 10;
    static final int MOST = 100;

    private static final double LOWEST = 0.5;
    private static final double HIGHEST = 0.95;

    static DetectionMeasure precision(AccuracyMetric metric, int from, int to, AreaRange area) {
        return new DetectionMeasure(metric, from, to, area, MOST, false);
    }

    static DetectionMeasure recall(AccuracyMetric metric, int most, AreaRange area) {
        return new DetectionMeasure(metric, 0, THRESHOLDS, area, most, true);
    }

    /** As {@code numpy.linspace(0.5, 0.95, 10)} has it. */
    static double threshold(int index) {
        return index == THRESHOLDS - 1 ? HIGHEST : LOWEST + index * ((HIGHEST - LOWEST) / (THRESHOLDS - 1));
    }
}
