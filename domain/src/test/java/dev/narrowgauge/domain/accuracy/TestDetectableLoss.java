package dev.narrowgauge.domain.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.narrowgauge.domain.stats.PairedProportions;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestDetectableLoss {
    @ParameterizedTest
    @CsvSource({"0.01, 0.02, 155", "0.01, 0.01, 619", "0.05, 0.01, 3092", "0.08, 0.005, 19785"})
    void samplesThatALimitTakes(double changedShare, double limit, long samples) {
        assertThat(DetectableLoss.samplesFor(limit, changedShare)).isEqualTo(samples);
        assertThat(new DetectableLoss(samples, changedShare).smallest()).isLessThanOrEqualTo(limit);
        assertThat(new DetectableLoss(samples - 1, changedShare).smallest()).isGreaterThan(limit);
    }

    @Test
    void whereNothingChangesTheScoreTestStillAsksForSamples() {
        long samples = DetectableLoss.samplesFor(0.01, 0);

        assertThat(new PairedProportions(samples, 0, 0).loss(0.9).high()).isLessThanOrEqualTo(0.01 + 1e-9);
        assertThat(new PairedProportions(samples - 1, 0, 0).loss(0.9).high()).isGreaterThan(0.01);
        assertThat(new DetectableLoss(samples, 0).smallest()).isCloseTo(0.01, within(1e-4));
    }

    @Test
    void sentenceNamesBoth() {
        assertThat(DetectableLoss.sentence(3_092, 0.01))
                .isEqualTo(
                        "With 3,092 labelled samples the smallest loss that can be told from none is 0.45 % of them where"
                                + " 1 % of the answers change, and 1 % where 5 % do; a limit of 1 % takes 619 or 3,092"
                                + " samples.");
        assertThat(DetectableLoss.sentence(100, 0)).endsWith("where 5 % do.");
    }

    /** A variant that changes 5 % of the answers and loses none keeps that limit as often as was said. */
    @Test
    void powerIsWhatWasSaid() {
        Random random = new Random(80);
        int samples = 1_500;
        double limit = new DetectableLoss(samples, 0.05).smallest();
        int kept = 0;
        for (int repeat = 0; repeat < 1_000; repeat++) {
            int gained = 0;
            int lost = 0;
            for (int i = 0; i < samples; i++) {
                double chance = random.nextDouble();
                gained += chance < 0.025 ? 1 : 0;
                lost += chance >= 0.025 && chance < 0.05 ? 1 : 0;
            }
            kept += new PairedProportions(samples, gained, lost).score(-limit) > 1.644854 ? 1 : 0;
        }
        assertThat(kept).isBetween(740, 860);
    }
}
