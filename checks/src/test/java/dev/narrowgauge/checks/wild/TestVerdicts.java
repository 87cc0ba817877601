package dev.narrowgauge.checks.wild;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TestVerdicts {
    @Test
    void shippingWhatKeepsItsLimitsIsRight() {
        assertThat(against("SHIP", candidate(0.9, 20.0), List.of())).isEmpty();
    }

    @Test
    void shippingWhatIsNotFasterIsWrong() {
        assertThat(against("SHIP", candidate(1.01, 20.0), List.of()))
                .hasSize(1)
                .first()
                .asString()
                .contains("1.010");
    }

    @Test
    void shippingWhatBreaksALimitIsWrong() {
        assertThat(against("SHIP", candidate(0.9, 7.0, "map: 7.0 dB"), List.of()))
                .containsExactly("row ships, and on new samples map: 7.0 dB");
    }

    @Test
    void keepingTheOriginalIsWrongWhereAnotherFilePasses() {
        assertThat(against("SHIP_FP32", null, List.of(candidate(0.9, 20.0)))).hasSize(1);
        assertThat(against("SHIP_FP32", null, List.of(candidate(1.1, 20.0)))).isEmpty();
        assertThat(against("SHIP_FP32", null, List.of(candidate(0.9, 7.0, "map: 7.0 dB"))))
                .isEmpty();
        assertThat(against("SHIP_FP32", null, List.of(candidate(0.9, null))))
                .as("bit-equal")
                .isEmpty();
    }

    @Test
    void everyFileUnderLoadIsTheSame() {
        WildFigures figures = new WildFigures("", 50, "CANNOT_TELL", "", null, false, true, List.of(), List.of());
        assertThat(Verdicts.against("row", figures)).hasSize(1);
    }

    private static List<String> against(String decision, Candidate ours, List<Candidate> others) {
        return Verdicts.against("row", new WildFigures("", 50, decision, "", ours, true, true, List.of(), others));
    }

    private static Candidate candidate(double ratioHigh, Double sqnrDb, String... broken) {
        return new Candidate("a file", null, List.of(broken), "", sqnrDb, 0.3, ratioHigh, ratioHigh, ratioHigh, 1, 100);
    }
}
