package dev.narrowgauge.domain.accuracy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Detected boxes against the right ones, judged as pycocotools judges them: the twelve numbers of its summary.
 *
 * @param samples images
 * @param truth the right boxes
 * @param crowds 1 for each right box that stands for a crowd, which nobody needs to find; 0 for the others
 */
public record DetectionAnswers(int samples, Boxes truth, int[] crowds, Boxes baseline, Boxes variant)
        implements PairedAnswers {
    private static final List<DetectionMeasure> MEASURES = List.of(
            DetectionMeasure.precision(AccuracyMetric.MAP, 0, DetectionMeasure.THRESHOLDS, AreaRange.ALL),
            DetectionMeasure.precision(AccuracyMetric.MAP_50, 0, 1, AreaRange.ALL),
            DetectionMeasure.precision(AccuracyMetric.MAP_75, 5, 6, AreaRange.ALL),
            DetectionMeasure.precision(AccuracyMetric.MAP_SMALL, 0, DetectionMeasure.THRESHOLDS, AreaRange.SMALL),
            DetectionMeasure.precision(AccuracyMetric.MAP_MEDIUM, 0, DetectionMeasure.THRESHOLDS, AreaRange.MEDIUM),
            DetectionMeasure.precision(AccuracyMetric.MAP_LARGE, 0, DetectionMeasure.THRESHOLDS, AreaRange.LARGE),
            DetectionMeasure.recall(AccuracyMetric.AVERAGE_RECALL_1, 1, AreaRange.ALL),
            DetectionMeasure.recall(AccuracyMetric.AVERAGE_RECALL_10, 10, AreaRange.ALL),
            DetectionMeasure.recall(AccuracyMetric.AVERAGE_RECALL_100, 100, AreaRange.ALL),
            DetectionMeasure.recall(AccuracyMetric.AVERAGE_RECALL_SMALL, 100, AreaRange.SMALL),
            DetectionMeasure.recall(AccuracyMetric.AVERAGE_RECALL_MEDIUM, 100, AreaRange.MEDIUM),
            DetectionMeasure.recall(AccuracyMetric.AVERAGE_RECALL_LARGE, 100, AreaRange.LARGE));

    public DetectionAnswers {
        if (crowds.length != truth.count()) {
            throw new IllegalArgumentException(
                    "%d marks of crowds for %d boxes".formatted(crowds.length, truth.count()));
        }
        requireWithin(samples, truth);
        requireWithin(samples, baseline);
        requireWithin(samples, variant);
    }

    private static void requireWithin(int samples, Boxes boxes) {
        if (Arrays.stream(boxes.images()).anyMatch(image -> image < 0 || image >= samples)) {
            throw new IllegalArgumentException("a box is in none of the %d images".formatted(samples));
        }
    }

    @Override
    public PairedAnswers against(PairedAnswers others) {
        DetectionAnswers other = (DetectionAnswers) others;
        PairedAnswers.requireSameTruth(
                samples == other.samples && truth.isSame(other.truth) && Arrays.equals(crowds, other.crowds));
        return new DetectionAnswers(samples, truth, crowds, other.variant, variant);
    }

    @Override
    public List<ScorePair> scores() {
        List<ScorePair> scores = new ArrayList<>();
        for (DetectionMeasure measure : MEASURES) {
            scores.add(new ScorePair(
                    measure.metric(),
                    new DetectionScore(samples, truth, crowds, baseline, measure),
                    new DetectionScore(samples, truth, crowds, variant, measure)));
        }
        return scores;
    }
}
