package dev.narrowgauge.domain.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TestAnswerArchive {
    private static final int[] NONE = {};

    @Test
    void everythingIsReadAsItWasWritten() {
        Boxes boxes = new Boxes(
                new int[] {0, 1}, new int[] {3, 4}, new float[] {0, 0, 5, 5, 1.5f, 2, 6, 7}, new float[] {25, 42});
        int[] labels = some(40, 3);
        var set = new AnswerSet(
                List.of(
                        new ClassAnswers(1, labels, labels, NONE, some(40, 3), NONE),
                        new SequenceAnswers(some(40, 9), some(40, 2), some(40, 2), NONE, NONE, NONE),
                        new NeighbourAnswers(some(40, 20), some(40, 20)),
                        new ValueAnswers(2, floats(80), floats(80), floats(80)),
                        new AgreementAnswers("map", NONE, NONE, floats(40), floats(40), floats(40))),
                some(40, 2),
                List.of("day", "night"),
                NONE);
        var detections = AnswerSet.of(List.of(new DetectionAnswers(2, boxes, new int[] {0, 1}, boxes, boxes)));

        assertThat(reread(set)).isEqualTo(AccuracyMetrics.of(set));
        assertThat(reread(detections)).isEqualTo(AccuracyMetrics.of(detections));
    }

    @Test
    void negativeAndLargeNumbers() {
        int[] labels = {-100, Integer.MIN_VALUE, Integer.MAX_VALUE, 127, 128, 0};
        var set = AnswerSet.of(List.of(new ClassAnswers(3, labels, labels, NONE, labels, NONE)));

        var read = (ClassAnswers) AnswerArchive.read(AnswerArchive.write(set).orElseThrow())
                .answers()
                .getFirst();

        assertThat(read.labels()).containsExactly(labels);
    }

    @Test
    void manySamplesStaySmall() {
        int[] labels = some(10_000, 1_000);

        String text = AnswerArchive.write(
                        AnswerSet.of(List.of(new ClassAnswers(1, labels, labels, NONE, labels, NONE))))
                .orElseThrow();

        // Three columns of the same 10 bits each.
        assertThat(text.length()).isLessThan(120_000);
    }

    @Test
    void whatIsTooLongIsNotKept() {
        float[] noise = floats(400_000);

        assertThat(AnswerArchive.write(AnswerSet.of(List.of(new ValueAnswers(1, noise, noise, noise)))))
                .isEmpty();
    }

    @Test
    void damageIsToldOf() {
        int[] labels = some(100, 9);
        String text = AnswerArchive.write(
                        AnswerSet.of(List.of(new ClassAnswers(1, labels, labels, NONE, labels, NONE))))
                .orElseThrow();

        for (String damaged :
                List.of("", "####", text.substring(0, text.length() / 8 * 4), "AAAA" + text.substring(4))) {
            assertThatThrownBy(() -> AnswerArchive.read(damaged)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static AccuracyMetrics reread(AnswerSet set) {
        return AccuracyMetrics.of(AnswerArchive.read(AnswerArchive.write(set).orElseThrow()));
    }

    private static int[] some(int count, int bound) {
        return new Random(count + bound).ints(count, 0, bound).toArray();
    }

    private static float[] floats(int count) {
        Random random = new Random(count);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }
}
