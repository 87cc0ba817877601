package dev.narrowgauge.domain.accuracy;

import static dev.narrowgauge.domain.accuracy.TestClassAnswers.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** By hand, from the definitions in pycocotools' {@code cocoeval.py}. */
class TestDetectionAnswers {
    private static final double DIGITS = 1e-12;

    /** @param value area of a right box, score of a detection */
    private record Box(int image, int category, double left, double top, double width, double height, double value) {
        static Box right(int image, int category, double left, double top, double width, double height) {
            return new Box(image, category, left, top, width, height, width * height);
        }
    }

    @Test
    void everythingFound() {
        var answers = of(1, List.of(Box.right(0, 3, 0, 0, 10, 10)), List.of(new Box(0, 3, 0, 0, 10, 10, 0.9)));

        assertThat(value(answers, AccuracyMetric.MAP)).isCloseTo(1, within(DIGITS));
        assertThat(value(answers, AccuracyMetric.MAP_SMALL)).isCloseTo(1, within(DIGITS));
        assertThat(value(answers, AccuracyMetric.MAP_MEDIUM)).isNaN();
        assertThat(value(answers, AccuracyMetric.AVERAGE_RECALL_1)).isCloseTo(1, within(DIGITS));
    }

    @Test
    void overlapDecidesAtHowManyThresholds() {
        // 83 of 100 columns: found at 0.50 to 0.80, seven of ten thresholds.
        var answers = of(1, List.of(Box.right(0, 0, 0, 0, 100, 10)), List.of(new Box(0, 0, 0, 0, 83, 10, 0.9)));

        assertThat(value(answers, AccuracyMetric.MAP)).isCloseTo(0.7, within(DIGITS));
        assertThat(value(answers, AccuracyMetric.MAP_50)).isCloseTo(1, within(DIGITS));
        assertThat(value(answers, AccuracyMetric.MAP_75)).isCloseTo(1, within(DIGITS));
        assertThat(value(answers, AccuracyMetric.AVERAGE_RECALL_100)).isCloseTo(0.7, within(DIGITS));
    }

    @Test
    void precisionIsInterpolatedAtOneHundredAndOneRecalls() {
        // The surer one is wrong: precision 1/2 up to recall 1/2, which are 51 of the 101 points.
        var answers = of(
                2,
                List.of(Box.right(0, 0, 0, 0, 10, 10), Box.right(1, 0, 0, 0, 10, 10)),
                List.of(new Box(0, 0, 0, 0, 10, 10, 0.9), new Box(1, 0, 50, 50, 10, 10, 0.95)));

        assertThat(value(answers, AccuracyMetric.MAP)).isCloseTo(51 * 0.5 / 101, within(DIGITS));
        assertThat(value(answers, AccuracyMetric.AVERAGE_RECALL_100)).isCloseTo(0.5, within(DIGITS));
    }

    @Test
    void secondDetectionOfTheSameBoxIsWrong() {
        // Precisions 1, 1/2, 2/3 at recalls 1/2, 1/2, 1: 51 points of 1 and 50 of 2/3.
        var answers = of(
                1,
                List.of(Box.right(0, 0, 0, 0, 10, 10), Box.right(0, 0, 50, 0, 10, 10)),
                List.of(
                        new Box(0, 0, 0, 0, 10, 10, 0.9),
                        new Box(0, 0, 0, 0, 10, 9.9, 0.8),
                        new Box(0, 0, 50, 0, 10, 10, 0.7)));

        assertThat(value(answers, AccuracyMetric.MAP)).isCloseTo((51 + 50 * 2.0 / 3) / 101, within(DIGITS));
        assertThat(value(answers, AccuracyMetric.AVERAGE_RECALL_1)).isCloseTo(0.5, within(DIGITS));
        assertThat(value(answers, AccuracyMetric.AVERAGE_RECALL_10)).isCloseTo(1, within(DIGITS));
    }

    @Test
    void nobodyNeedsToFindACrowd() {
        var truth = boxes(List.of(Box.right(0, 0, 0, 0, 10, 10), Box.right(0, 0, 50, 50, 100, 100)));
        var detected = boxes(List.of(new Box(0, 0, 0, 0, 10, 10, 0.9), new Box(0, 0, 60, 60, 20, 20, 0.95)));
        var answers = new DetectionAnswers(1, truth, new int[] {0, 1}, detected, detected);

        assertThat(value(answers, AccuracyMetric.MAP)).isCloseTo(1, within(DIGITS));
    }

    @Test
    void sizesAreJudgedApart() {
        // A large one that is found, a small one that is not, and a small detection of nothing.
        var answers = of(
                1,
                List.of(Box.right(0, 0, 0, 0, 100, 100), Box.right(0, 0, 300, 0, 10, 10)),
                List.of(new Box(0, 0, 0, 0, 100, 100, 0.9), new Box(0, 0, 500, 0, 10, 10, 0.95)));

        assertThat(value(answers, AccuracyMetric.MAP_LARGE)).isCloseTo(1, within(DIGITS));
        assertThat(value(answers, AccuracyMetric.MAP_SMALL)).isZero();
        assertThat(value(answers, AccuracyMetric.AVERAGE_RECALL_LARGE)).isCloseTo(1, within(DIGITS));
        assertThat(value(answers, AccuracyMetric.AVERAGE_RECALL_SMALL)).isZero();
    }

    @Test
    void classesWithoutRightBoxesDoNotCount() {
        var answers = of(
                1,
                List.of(Box.right(0, 0, 0, 0, 10, 10)),
                List.of(new Box(0, 0, 0, 0, 10, 10, 0.9), new Box(0, 1, 0, 0, 10, 10, 0.99)));

        assertThat(value(answers, AccuracyMetric.MAP)).isCloseTo(1, within(DIGITS));
    }

    @Test
    void onlyAnImageWithOtherDetectionsDiffers() {
        var truth = boxes(List.of(Box.right(0, 0, 0, 0, 10, 10), Box.right(1, 0, 0, 0, 10, 10)));
        var baseline = boxes(List.of(new Box(0, 0, 0, 0, 10, 10, 0.9), new Box(1, 0, 0, 0, 10, 10, 0.9)));
        var variant = boxes(List.of(new Box(0, 0, 0, 0, 10, 10, 0.9), new Box(1, 0, 0, 0, 10, 10, 0.8)));
        ScorePair pair = new DetectionAnswers(2, truth, new int[2], baseline, variant)
                .scores()
                .getFirst();

        assertThat(pair.baseline().isSame(0, pair.variant())).isTrue();
        assertThat(pair.baseline().isSame(1, pair.variant())).isFalse();
    }

    private static DetectionAnswers of(int images, List<Box> truth, List<Box> detected) {
        return new DetectionAnswers(images, boxes(truth), new int[truth.size()], boxes(detected), boxes(detected));
    }

    private static Boxes boxes(List<Box> list) {
        float[] places = new float[Boxes.NUMBERS * list.size()];
        float[] values = new float[list.size()];
        for (int i = 0; i < list.size(); i++) {
            Box box = list.get(i);
            places[4 * i] = (float) box.left();
            places[4 * i + 1] = (float) box.top();
            places[4 * i + 2] = (float) box.width();
            places[4 * i + 3] = (float) box.height();
            values[i] = (float) box.value();
        }
        return new Boxes(
                list.stream().mapToInt(Box::image).toArray(),
                list.stream().mapToInt(Box::category).toArray(),
                places,
                values);
    }
}
