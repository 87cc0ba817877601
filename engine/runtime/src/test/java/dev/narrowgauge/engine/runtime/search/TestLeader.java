package dev.narrowgauge.engine.runtime.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.decision.OutputAgreement;
import dev.narrowgauge.domain.decision.OutputKind;
import dev.narrowgauge.domain.decision.Preference;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.engine.runtime.evaluate.ComparedOutput;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestLeader {
    private static final double KEPT = 0.5;
    private static final double BROKEN = 2;

    @Test
    void accurateVariantsThatCostALittleMoreEachDoNotLeadAwayFromTheCheapest() {
        Trial cheapest = trial(0.94, 35, KEPT);
        Trial little = trial(0.96, 40, KEPT);
        Trial much = trial(0.98, 45, KEPT);
        assertThat(best(cheapest, little, much)).isSameAs(little);
        assertThat(best(much, little, cheapest)).isSameAs(little);
    }

    @Test
    void variantThatHoldsTheLimitsLeadsBeforeACheaperOneThatDoesNot() {
        Trial held = trial(0.9, 30, KEPT);
        assertThat(best(trial(0.5, 10, BROKEN), held)).isSameAs(held);
        assertThat(best(held, trial(0.5, 10, BROKEN))).isSameAs(held);
    }

    @Test
    void whereNoneTakesLessTimeThanFloatTheSmallestLeads() {
        Trial small = trial(1.25, 40, KEPT, 250);
        Trial large = trial(1.06, 45, KEPT, 480);
        assertThat(best(small, large)).isSameAs(small);
        assertThat(best(large, small)).isSameAs(small);
        Trial fast = trial(0.98, 40, KEPT, 480);
        assertThat(best(small, large, fast)).isSameAs(fast);
    }

    @Test
    void ofVariantsThatAreAsSmallTheFasterLeads() {
        Trial smallest = trial(1.25, 46, KEPT, 271);
        Trial faster = trial(1.15, 45, KEPT, 273);
        assertThat(best(smallest, faster)).isSameAs(faster);
        assertThat(best(faster, smallest)).isSameAs(faster);
    }

    @Test
    void oneNearTheLimitsLeadsWhereThoseThatHoldThemTakeLongerThanFloat() {
        Trial slow = trial(1.3, 40, KEPT);
        Trial near = trial(0.8, 25, 1.2);
        assertThat(best(slow, near)).isSameAs(near);
        assertThat(best(near, slow)).isSameAs(near);
        assertThat(best(slow, trial(0.8, 10, BROKEN))).isSameAs(slow);
        Trial fast = trial(0.9, 40, KEPT);
        assertThat(best(slow, near, fast)).isSameAs(fast);
    }

    private static Trial best(Trial... trials) {
        Leader leader = new Leader(Preference.SPEED);
        List.of(trials).forEach(leader::consider);
        return leader.best();
    }

    private static Trial trial(double costRatio, double decibel, double use) {
        return trial(costRatio, decibel, use, 1000);
    }

    private static Trial trial(double costRatio, double decibel, double use, long bytes) {
        var agreement = new OutputAgreement("y", OutputKind.VALUES, 48, 48, 0, 0, decibel, decibel, null);
        return new Trial(
                "static",
                Recipe.INT8_STATIC,
                null,
                List.of(new ComparedOutput(agreement, 0, 0)),
                use,
                costRatio,
                bytes);
    }
}
