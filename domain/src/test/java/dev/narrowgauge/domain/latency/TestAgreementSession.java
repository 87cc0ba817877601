package dev.narrowgauge.domain.latency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TestAgreementSession {
    private static final double CONFIDENCE = 0.95;

    @Test
    void nothingFoundIsSound() {
        AgreementSession session = session(10, 0, 0);
        assertThat(session.whyUnsound()).isEmpty();
        assertThat(session.controls(Instant.EPOCH)).hasSize(10);
    }

    @Test
    void fileThatIsFasterThanItselfIsUnsound() {
        assertThat(session(9, 0, 1).whyUnsound().orElseThrow())
                .isEqualTo("1 of 10 comparisons of a file with itself said FASTER or SLOWER.");
    }

    @Test
    void alarmsCountByTheExactTest() {
        assertThat(session(8, 2, 0).whyUnsound()).as("probability 0.0043").isEmpty();
        assertThat(session(7, 3, 0).whyUnsound().orElseThrow()).startsWith("3 of its last 10 controls");
    }

    @Test
    void previewsClearNothing() {
        AgreementSession session = new AgreementSession(Collections.nCopies(10, evidence(5, 1, 1)), CONFIDENCE);
        assertThat(session.whyUnsound().orElseThrow()).contains("10 had no 6 forks");
    }

    /** Neither faster nor slower, and no sound machine either. */
    @Test
    void comparisonsThatCannotTellClearNothing() {
        List<LatencyEvidence> wide = Collections.nCopies(
                10,
                SimulatedNode.evidence(IntStream.range(0, 6)
                        .mapToObj(i -> new Fork(
                                List.of(), List.of(), List.of(SimulatedNode.round(1, 1, i % 2 == 0 ? 1.2 : 0.83))))
                        .toList()));
        assertThat(new AgreementSession(wide, CONFIDENCE).whyUnsound().orElseThrow())
                .isEqualTo("Only 0 of 10 comparisons of a file with itself said SAME; 80 % have to.");

        LatencyEvidence steady = evidence(6, 1, 1);
        LatencyEvidence restless =
                new LatencyEvidence(steady.baseline(), steady.variant(), steady.forks(), 1, 7, false);
        assertThat(new AgreementSession(Collections.nCopies(10, restless), CONFIDENCE).whyUnsound())
                .isPresent();
    }

    private static AgreementSession session(int sound, int alarming, int faster) {
        return new AgreementSession(
                Stream.of(
                                Collections.nCopies(sound, evidence(6, 1, 1)),
                                Collections.nCopies(alarming, evidence(6, 1.1, 1)),
                                Collections.nCopies(faster, evidence(6, 1, 0.9)))
                        .flatMap(List::stream)
                        .toList(),
                CONFIDENCE);
    }

    private static LatencyEvidence evidence(int forks, double control, double variant) {
        return SimulatedNode.evidence(IntStream.range(0, forks)
                .mapToObj(_ -> new Fork(List.of(), List.of(), List.of(SimulatedNode.round(1, control, variant))))
                .toList());
    }
}
