package dev.narrowgauge.engine.runtime.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Expected changes against those that are counted on very many samples. */
class TestAnswerMargins {
    private static final int CLASSES = 2;

    @Test
    void fewSamplesForetellWhatManyShow() {
        double[] noises = {0.05, 0.2, 0.5};
        for (double noise : noises) {
            double counted = counted(new Random(1), noise, 200_000);
            double mean = 0;
            int draws = 50;
            for (int draw = 0; draw < draws; draw++) {
                mean += expected(new Random(100 + draw), noise, 64) / draws;
            }
            assertThat(mean).as("noise %s", noise).isCloseTo(counted, within(0.25 * counted));
        }
    }

    /** Of 64 samples most see no change at 0.5 %; what is expected lies near it each time. */
    @Test
    void variesLessThanCounting() {
        double counted = counted(new Random(2), 0.03, 200_000);
        double worst = 0;
        for (int draw = 0; draw < 50; draw++) {
            worst = Math.max(worst, expected(new Random(draw), 0.03, 64));
        }
        assertThat(counted).isBetween(0.004, 0.02);
        assertThat(worst).isLessThan(3 * counted);
    }

    /** Of leads that are even from 0 to 1 about two in five of the noise change. */
    @Test
    void tieThatHappensToBeThereIsNotHalfAChange() {
        var margins = new AnswerMargins();
        var random = new Random(6);
        double noise = 0.01;
        margins.add(0, 0, noise * random.nextGaussian(), 0);
        for (int row = 1; row < 48; row++) {
            double lead = row / 48.0;
            margins.add(lead, 0, lead + noise * random.nextGaussian(), 0);
        }
        assertThat(margins.changedRows(false)).isCloseTo(0.4 * noise, within(0.5 * 0.4 * noise));
    }

    @Test
    void nothingIsExpectedOfEqualOutputs() {
        assertThat(expected(new Random(3), 0, 64)).isZero();
        assertThat(new AnswerMargins().changedRows(false)).isZero();
        assertThat(new AnswerMargins().changedSamples(true)).isZero();
    }

    @Test
    void probabilitiesAreComparedByTheirLogarithms() {
        var scores = new AnswerMargins();
        var probabilities = new AnswerMargins();
        var random = new Random(4);
        for (int row = 0; row < 64; row++) {
            double lead = Math.abs(random.nextGaussian());
            double moved = lead + 0.3 * random.nextGaussian();
            scores.add(lead, 0, moved, 0);
            probabilities.add(sigmoid(lead), sigmoid(-lead), sigmoid(moved), sigmoid(-moved));
        }
        assertThat(probabilities.changedRows(true)).isCloseTo(scores.changedRows(false), within(1e-5));
    }

    /** Ten rows in a sample: about ten times as many samples as rows change while there are few. */
    @Test
    void sampleChangesWithAnyOfItsRows() {
        var margins = new AnswerMargins();
        var random = new Random(5);
        for (int sample = 0; sample < 100; sample++) {
            for (int row = 0; row < 10; row++) {
                double lead = Math.abs(random.nextGaussian());
                margins.add(lead, 0, lead + 0.01 * random.nextGaussian(), 0);
            }
            margins.endSample(10);
        }
        assertThat(margins.changedSamples(false))
                .isCloseTo(10 * margins.changedRows(false), within(0.1 * margins.changedSamples(false)));
    }

    private static double expected(Random random, double noise, int samples) {
        var margins = new AnswerMargins();
        for (int sample = 0; sample < samples; sample++) {
            double[] scores = scores(random);
            double[] variant = noisy(scores, random, noise);
            int best = scores[0] > scores[1] ? 0 : 1;
            margins.add(scores[best], scores[1 - best], variant[best], variant[1 - best]);
            margins.endSample(1);
        }
        return margins.changedRows(false);
    }

    private static double counted(Random random, double noise, int samples) {
        int changed = 0;
        for (int sample = 0; sample < samples; sample++) {
            double[] scores = scores(random);
            double[] variant = noisy(scores, random, noise);
            changed += scores[0] > scores[1] == variant[0] > variant[1] ? 0 : 1;
        }
        return (double) changed / samples;
    }

    private static double[] scores(Random random) {
        return random.doubles(CLASSES, -1.5, 1.5).toArray();
    }

    private static double[] noisy(double[] scores, Random random, double noise) {
        double[] noisy = scores.clone();
        for (int i = 0; i < CLASSES; i++) {
            noisy[i] += noise * random.nextGaussian();
        }
        return noisy;
    }

    private static double sigmoid(double value) {
        return 1 / (1 + Math.exp(-value));
    }
}
