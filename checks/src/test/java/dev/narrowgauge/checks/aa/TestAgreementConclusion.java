package dev.narrowgauge.checks.aa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.checks.frame.Conclusion;
import dev.narrowgauge.checks.frame.Figures;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestAgreementConclusion {
    @Test
    void rowsAreHundredCopiesAndTwiceFortySlowerOnes() {
        assertThat(AgreementRow.all())
                .extracting(AgreementRow::name)
                .doesNotHaveDuplicates()
                .startsWith("quiet-01-digits-resnet", "loaded-01-digits-resnet", "quiet-02-resnet20-cifar10")
                .endsWith("slower-5-40-vit-cifar10", "slower-3-40-vit-cifar10");
        assertThat(AgreementRow.all())
                .extracting(AgreementRow::setting)
                .filteredOn(setting -> setting.extraCost() == 0)
                .hasSize(100);
        assertThat(AgreementRow.all()).hasSize(180);
    }

    @Test
    void twoThatDifferFail() {
        assertThat(conclusion("SLOWER", 1.05, 1.03, 1.07, 1).failures()).isEmpty();
        assertThat(conclusion("SLOWER", 1.05, 1.03, 1.07, 2).failures())
                .singleElement()
                .asString()
                .startsWith("said to be FASTER or SLOWER: 2 of 100");
    }

    @Test
    void wideIntervalsOfTheQuietHalfFail() {
        assertThat(conclusion("SAME", 1, 0.985, 1.015, 5).failures()).isEmpty();
        assertThat(conclusion("SAME", 1, 0.985, 1.015, 6).failures())
                .singleElement()
                .asString()
                .startsWith("quiet: SAME, half-width at most 1 %: 44 of 50");
    }

    @Test
    void slowerOnesThatAreNotSeenFail() {
        assertThat(conclusion(Setting.FIVE_PERCENT, "INCONCLUSIVE", 1.05, 1.01, 1.09, 2)
                        .failures())
                .isEmpty();
        assertThat(conclusion(Setting.FIVE_PERCENT, "INCONCLUSIVE", 1.05, 1.01, 1.09, 3)
                        .failures())
                .singleElement()
                .asString()
                .startsWith("5 % slower: said to be SLOWER: 37 of 40");
        assertThat(conclusion(Setting.THREE_PERCENT, "FASTER", 0.9, 0.88, 0.92, 1)
                        .failures())
                .singleElement()
                .asString()
                .startsWith("3 % slower: said to be FASTER: 1 of 40");
    }

    private static Conclusion conclusion(String verdict, double ratio, double low, double high, int count) {
        return conclusion(Setting.QUIET, verdict, ratio, low, high, count);
    }

    /** All as they should be but for some of one setting. */
    private static Conclusion conclusion(
            Setting setting, String verdict, double ratio, double low, double high, int count) {
        List<Figures> rows = new ArrayList<>();
        for (AgreementRow row : AgreementRow.all()) {
            boolean other = row.setting() == setting && row.number() <= count;
            rows.add(Figures.of(
                    row.name(), other ? new AgreementFigures(verdict, ratio, low, high, 6, 20, "") : expected(row)));
        }
        return AgreementConclusion.of(rows, Figures::row);
    }

    private static AgreementFigures expected(AgreementRow row) {
        double cost = row.setting().extraCost();
        String verdict = cost >= 0.05 ? "SLOWER" : "SAME";
        return new AgreementFigures(verdict, 1 + cost, 0.995 + cost, 1.005 + cost, 6, 20, "");
    }
}
