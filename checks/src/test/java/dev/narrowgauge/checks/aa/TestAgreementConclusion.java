package dev.narrowgauge.checks.aa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.checks.frame.Conclusion;
import dev.narrowgauge.checks.frame.Figures;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestAgreementConclusion {
    @Test
    void testEveryRowHasAModelAndEachHalfIsOfFifty() {
        assertThat(AgreementRow.all())
                .hasSize(100)
                .extracting(AgreementRow::name)
                .doesNotHaveDuplicates();
        assertThat(AgreementRow.all().stream().filter(AgreementRow::loaded)).hasSize(50);
    }

    @Test
    void testTwoThatDifferFail() {
        assertThat(conclusion("SLOWER", 1.05, 1.03, 1.07, 1).failures()).isEmpty();
        assertThat(conclusion("SLOWER", 1.05, 1.03, 1.07, 2).failures())
                .singleElement()
                .asString()
                .startsWith("said to be FASTER or SLOWER: 2 of 100");
    }

    @Test
    void testWideIntervalsOfTheQuietHalfFail() {
        assertThat(conclusion("SAME", 1, 0.985, 1.015, 5).failures()).isEmpty();
        assertThat(conclusion("SAME", 1, 0.985, 1.015, 6).failures())
                .singleElement()
                .asString()
                .startsWith("quiet: SAME, half-width at most 1 %: 44 of 50");
    }

    /** All the same but for some of the quiet half. */
    private static Conclusion conclusion(String verdict, double ratio, double low, double high, int count) {
        List<Figures> rows = new ArrayList<>();
        for (AgreementRow row : AgreementRow.all()) {
            boolean other = !row.loaded() && row.number() <= count;
            rows.add(Figures.of(
                    row.name(),
                    other
                            ? new AgreementFigures(verdict, ratio, low, high, 6, 20, "")
                            : new AgreementFigures("SAME", 1, 0.995, 1.005, 6, 20, "")));
        }
        return AgreementConclusion.of(rows, Figures::row);
    }
}
