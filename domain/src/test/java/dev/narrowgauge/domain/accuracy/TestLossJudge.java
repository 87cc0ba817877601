package dev.narrowgauge.domain.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.narrowgauge.domain.stats.PairedProportions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TestLossJudge {
    private static final int[] NONE = {};
    private static final double CONFIDENCE = 0.95;

    @Test
    void answersThatAreRightOrWrongAreJudgedByTheScoreTest() {
        MetricResult result = judge(proportion(1_000, 3, 12), Clusters.each(1_000));

        assertThat(result.method()).isEqualTo("tango");
        assertThat(result.loss()).isEqualTo(new PairedProportions(1_000, 3, 12).loss(CONFIDENCE));
        assertThat(result.differing()).isEqualTo(15);
        assertThat(result.note()).isEmpty();
    }

    @Test
    void samplesThatBelongTogetherAreDrawnTogether() {
        int[] pairs = new int[1_000];
        Arrays.setAll(pairs, sample -> sample / 2);

        MetricResult result = judge(proportion(1_000, 3, 41), Clusters.of(pairs));

        assertThat(result.method()).isEqualTo("bca");
        assertThat(result.clusters()).isEqualTo(500);
        assertThat(result.loss().estimate()).isCloseTo(0.038, within(1e-12));
        assertThat(result.loss().low()).isPositive();
    }

    @Test
    void agreementIsAShareOfAnswers() {
        int[] ones = ones(300);
        int[] changed = new int[300];
        changed[7] = 1;
        float[] power = new float[300];
        Arrays.fill(power, 1);
        var answers = new AgreementAnswers("scores", ones, changed, power, new float[300], power);

        MetricResult result = judge(answers.scores().getFirst(), Clusters.each(300));

        assertThat(result.metric()).isEqualTo("agreement");
        assertThat(result.baseline()).isNull();
        assertThat(result.variant()).isCloseTo(299.0 / 300, within(1e-12));
        assertThat(result.method()).isEqualTo("clopper-pearson");
        assertThat(result.loss().estimate()).isCloseTo(1.0 / 300, within(1e-12));
    }

    @Test
    void bitEqualOutputsHaveNoDecibel() {
        float[] power = {1, 2, 3};
        var answers = new AgreementAnswers("map", NONE, NONE, power, new float[3], new float[] {1, 1, 1});

        MetricResult result = judge(answers.scores().getLast(), Clusters.each(3));

        assertThat(result.metric()).isEqualTo("sqnr");
        assertThat(result.variant()).isNull();
        assertThat(result.differing()).isZero();
        assertThat(result.note()).contains("No answer differs");
    }

    @Test
    void unchangedAnswersBoundTheLoss() {
        int[] labels = ones(180);
        var answers = new ClassAnswers(3, labels, labels, NONE, labels, NONE);

        MetricResult tokens = judge(answers.scores().getFirst(), Clusters.each(60));

        assertThat(tokens.method()).isEqualTo("unchanged");
        // None of 60: 1 - 0.025^(1/60).
        assertThat(tokens.loss().high()).isCloseTo(1 - Math.pow(0.025, 1.0 / 60), within(1e-9));
        assertThat(tokens.loss().low()).isCloseTo(-tokens.loss().high(), within(1e-12));
        assertThat(tokens.loss().estimate()).isZero();
    }

    /** One recording has half of the answers: where it is the one that differs, half of them may. */
    @Test
    void unchangedAnswersOfALargeClusterMayAllDiffer() {
        int[] recordings = new int[100];
        Arrays.setAll(recordings, sample -> Math.max(0, sample - 49));
        int[] answers = ones(100);
        var pair =
                new ScorePair(AccuracyMetric.TOP1, new RatioScore(answers, answers), new RatioScore(answers, answers));

        MetricResult result = judge(pair, Clusters.of(recordings));

        assertThat(result.clusters()).isEqualTo(51);
        double share = 1 - Math.pow(0.025, 1.0 / 51);
        assertThat(result.loss().high()).isCloseTo(Math.min(1, share * 50 * 51 / 100), within(1e-9));
    }

    /** Of a class with a single sample that sample is all of its F1: a share of the samples bounds no mean over classes. */
    @Test
    void unchangedAnswersDoNotBoundAMeanOverClasses() {
        int[] labels = new int[60];
        labels[59] = 1;
        var answers = new ClassAnswers(1, labels, labels, NONE, labels, NONE);

        MetricResult f1 = judge(answers.scores().get(1), Clusters.each(60));

        assertThat(f1.metric()).isEqualTo("f1.macro");
        assertThat(f1.loss()).isNull();
        assertThat(f1.note()).isEqualTo("No answer differs from the baseline's.");
    }

    /** The answers of an output with several in each sample, of which none differs: they cannot become more alike. */
    @Test
    void unchangedAgreementIsNotBelowNone() {
        int[] several = new int[60];
        Arrays.fill(several, 4);
        float[] power = new float[60];
        Arrays.fill(power, 1);
        var answers = new AgreementAnswers("map", several, new int[60], power, new float[60], power);

        MetricResult agreement = judge(answers.scores().getFirst(), Clusters.each(60));

        assertThat(agreement.method()).isEqualTo("unchanged");
        assertThat(agreement.loss().low()).isZero();
        assertThat(agreement.loss().high()).isPositive();
    }

    /** What is read from a line without symbols is wrong, though there is nothing to get right. */
    @Test
    void symbolsOfAnEmptyLineAreADifference() {
        int[] symbols = new int[40];
        Arrays.fill(symbols, 1, 40, 5);
        int[] read = new int[40];
        read[0] = 3;
        var answers = new SequenceAnswers(symbols, new int[40], read, NONE, NONE, NONE);

        MetricResult result = judge(answers.scores().getFirst(), Clusters.each(40));

        assertThat(result.differing()).isEqualTo(1);
        assertThat(result.method()).isEqualTo("bca");
    }

    /** Of 2,000 draws one in twenty lies beyond each end of an interval for a thousand slices. */
    @Test
    void intervalBeyondTheDrawsIsNone() {
        float[] truth = new float[50];
        float[] changed = truth.clone();
        Arrays.fill(changed, 0, 20, 1);
        ScorePair rmse = new ValueAnswers(1, truth, truth, changed).scores().getFirst();

        MetricResult result = new LossJudge(Clusters.each(50), "", 2_000, 1 - 0.05 / 1_000).judge(rmse);

        assertThat(result.loss()).isNull();
        assertThat(result.note()).contains("takes more than the 2000 draws");
    }

    @Test
    void fewSamplesHaveNoInterval() {
        float[] truth = {1, 2, 3, 4};
        var answers = new ValueAnswers(1, truth, truth, new float[] {1, 2, 3, 5});

        MetricResult rmse = judge(answers.scores().getFirst(), Clusters.each(4));

        assertThat(rmse.loss()).isNull();
        assertThat(rmse.variant()).isCloseTo(0.5, within(1e-12));
        assertThat(rmse.note()).isEqualTo("An interval takes 20 independent samples; the number of those here is 4.");
    }

    @Test
    void fewDifferencesAreToldOf() {
        float[] truth = new float[50];
        float[] changed = truth.clone();
        changed[3] = 1;
        changed[9] = 2;

        MetricResult rmse =
                judge(new ValueAnswers(1, truth, truth, changed).scores().getFirst(), Clusters.each(50));

        assertThat(rmse.method()).isEqualTo("bca");
        assertThat(rmse.note()).isEqualTo("Only 2 of 50 independent samples differ, so the interval is a rough one.");
    }

    @Test
    void constantAnswersDoNotCorrelate() {
        float[] truth = {1, 2, 3, 4};
        var answers = new ValueAnswers(1, truth, truth, new float[] {2, 2, 2, 2});

        MetricResult pearson = judge(answers.scores().get(2), Clusters.each(4));

        assertThat(pearson.metric()).isEqualTo("pearson");
        assertThat(pearson.baseline()).isCloseTo(1, within(1e-12));
        assertThat(pearson.variant()).isNull();
        assertThat(pearson.note()).contains("not defined for the answers of the variant");
    }

    private static MetricResult judge(ScorePair pair, Clusters clusters) {
        return new LossJudge(clusters, "", ClusterBootstrap.RESAMPLES, CONFIDENCE).judge(pair);
    }

    /** All right but for those that only one of the two gets right. */
    private static ScorePair proportion(int samples, int onlyVariant, int onlyBaseline) {
        int[] before = ones(samples);
        int[] after = ones(samples);
        Arrays.fill(before, 0, onlyVariant, 0);
        Arrays.fill(after, onlyVariant, onlyVariant + onlyBaseline, 0);
        return new ScorePair(
                AccuracyMetric.TOP1, new RatioScore(before, ones(samples)), new RatioScore(after, ones(samples)));
    }

    private static int[] ones(int count) {
        int[] ones = new int[count];
        Arrays.fill(ones, 1);
        return ones;
    }
}
