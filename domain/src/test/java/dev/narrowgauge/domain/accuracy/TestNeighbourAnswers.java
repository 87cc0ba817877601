package dev.narrowgauge.domain.accuracy;

import static dev.narrowgauge.domain.accuracy.TestClassAnswers.value;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestNeighbourAnswers {
    @Test
    void ranksAreThoseOfTheAngles() {
        // 0° and 10° show one item, 5° and 90° another, 45° one of its own.
        float[][] embeddings = {at(0), at(10), at(5), at(90), at(45)};
        long[] items = {1, 1, 2, 2, 3};

        // From 5° to 90° both of the other item and 45° are nearer; from 90° to 5° 45° and 10° are.
        assertThat(NeighbourAnswers.ranks(embeddings, items)).containsExactly(1, 1, 3, 2, -1);
    }

    @Test
    void lengthDoesNotMatter() {
        float[][] embeddings = {at(0), at(10), at(20)};
        embeddings[1][0] *= 50;
        embeddings[1][1] *= 50;

        assertThat(NeighbourAnswers.ranks(embeddings, new long[] {1, 2, 1})).containsExactly(1, -1, 1);
    }

    @Test
    void recallIsOfThoseThatHaveAnother() {
        int[] ranks = {0, 3, 7, 20, -1};
        var answers = new NeighbourAnswers(ranks, ranks);

        assertThat(value(answers, AccuracyMetric.RECALL_AT_1)).isEqualTo(0.25);
        assertThat(value(answers, AccuracyMetric.RECALL_AT_5)).isEqualTo(0.5);
        assertThat(value(answers, AccuracyMetric.RECALL_AT_10)).isEqualTo(0.75);
    }

    private static float[] at(double degrees) {
        return new float[] {(float) Math.cos(Math.toRadians(degrees)), (float) Math.sin(Math.toRadians(degrees))};
    }
}
