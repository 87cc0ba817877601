package dev.narrowgauge.domain.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.decision.Decision.Outcome;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.stats.PairedProportions;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestDecider {
    private static final Interval FASTER = new Interval(0.55, 0.53, 0.57, 0.95);

    private final Decider decider = new Decider(Limits.standard());

    private static OutputAgreement values(Double sqnr, Double worst) {
        return new OutputAgreement("map", OutputKind.VALUES, 16, 0, 0, 0, sqnr, worst, 0.1);
    }

    private static OutputAgreement classes(long answers, long changed) {
        return new OutputAgreement("logits", OutputKind.CLASSES, answers, answers, changed, changed, 30.0, 25.0, 0.1);
    }

    private static Situation situation(OutputAgreement output, Interval ratio) {
        return new Situation("INT8", "", List.of(output), "", null, true, ratio, "", 0.27);
    }

    @Test
    void shipsWhatIsFasterAndAsGood() {
        Decision decision = decider.decide(situation(classes(1000, 4), FASTER));
        assertThat(decision.outcome()).isEqualTo(Outcome.SHIP);
        assertThat(decision.headline()).isEqualTo("SHIP INT8");
        assertThat(decision.reason()).contains("0.550 of FP32's time", "0.270 of FP32's size", "4 of 1,000 answers");
    }

    @Test
    void doesNotShipNoiseHoweverFast() {
        Decision decision = decider.decide(situation(values(6.8, 4.0), FASTER));
        assertThat(decision.headline()).isEqualTo("SHIP FP32");
        assertThat(decision.reason()).contains("map", "6.8 dB", "20.0 dB");
    }

    @Test
    void looksAtTheWorstSample() {
        assertThat(decider.decide(situation(values(25.0, 11.9), FASTER)).outcome())
                .isEqualTo(Outcome.SHIP_FP32);
    }

    @Test
    void callsDestroyedWhatIsDestroyed() {
        assertThat(decider.decide(situation(values(2.9, 1.0), FASTER)).outcome())
                .isEqualTo(Outcome.INVALID);
        assertThat(decider.decide(situation(classes(10, 5), FASTER)).outcome()).isEqualTo(Outcome.INVALID);
    }

    @Test
    void callsInvalidWhereNothingWasQuantized() {
        var same = new Situation(
                "INT8", "12 Conv: No sample runs it.", List.of(values(null, null)), "", null, true, FASTER, "", 1);
        assertThat(decider.decide(same).outcome()).isEqualTo(Outcome.INVALID);
        assertThat(decider.decide(same).reason()).isEqualTo("Nothing in it was quantized: 12 Conv: No sample runs it.");
    }

    @Test
    void tellsNothingFromAnIntervalThatSaysNothing() {
        Decision decision = decider.decide(situation(classes(1000, 4), new Interval(1.14, 0.19, 6.91, 0.95)));
        assertThat(decision.outcome()).isEqualTo(Outcome.CANNOT_TELL);
        assertThat(decision.missing()).singleElement().asString().contains("nothing else runs");
    }

    @Test
    void keepsTheFloatModelWhereTheVariantIsNotMeasurablyFaster() {
        Decision decision = decider.decide(situation(classes(1000, 4), new Interval(0.99, 0.96, 1.02, 0.95)));
        assertThat(decision.outcome()).isEqualTo(Outcome.SHIP_FP32);
        assertThat(decision.reason()).contains("not measurably faster");
    }

    @Test
    void shipsTheSmallerOneWhereSizeIsPreferred() {
        var bySize = new Decider(Limits.standard().preferring(Preference.SIZE));
        assertThat(bySize.decide(situation(classes(1000, 4), new Interval(1.02, 0.99, 1.06, 0.95)))
                        .outcome())
                .isEqualTo(Outcome.SHIP);
        assertThat(bySize.decide(situation(classes(1000, 4), new Interval(1.2, 1.1, 1.3, 0.95)))
                        .outcome())
                .isEqualTo(Outcome.SHIP_FP32);
    }

    @Test
    void callsInvalidWhatItsOwnStateDestroys() {
        var astray = new Situation(
                "INT8", "", List.of(values(40.0, 30.0)), "Output y is destroyed.", null, true, FASTER, "", 0.27);
        assertThat(decider.decide(astray).outcome()).isEqualTo(Outcome.INVALID);
        assertThat(decider.decide(astray).reason()).isEqualTo("Output y is destroyed.");
    }

    @Test
    void saysHowManyLabelsAreNeeded() {
        var few = new Situation(
                "INT8", "", List.of(classes(60, 0)), "", new PairedProportions(60, 0, 0), true, FASTER, "", 0.27);
        Decision decision = decider.decide(few);
        assertThat(decision.outcome()).isEqualTo(Outcome.CANNOT_TELL);
        // Without discordance the score interval ends at z² / (n + z²), which is 0.01 at n = 99 z² = 267.9.
        assertThat(decision.missing()).containsExactly("Give about 268 labelled samples; there are 60.");
    }

    @Test
    void isNotSureFromOneChangedAnswerOfFew() {
        assertThat(decider.decide(situation(classes(16, 1), FASTER)).outcome()).isEqualTo(Outcome.CANNOT_TELL);
        assertThat(decider.decide(situation(classes(16, 2), FASTER)).outcome()).isEqualTo(Outcome.SHIP_FP32);
    }

    @Test
    void asksForWhatWasNotMeasured() {
        var blind = new Situation("INT8", "", List.of(), "", null, false, null, "The target is another machine.", 0.27);
        Decision decision = decider.decide(blind);
        assertThat(decision.outcome()).isEqualTo(Outcome.CANNOT_TELL);
        assertThat(decision.missing()).hasSize(2).last().asString().contains("another machine");
    }
}
