package dev.narrowgauge.domain.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.history.ChangeReview.Decision;
import dev.narrowgauge.domain.history.ChangeReview.Known;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TestChangeReview {
    private static final ChangeSearch SEARCH = ChangeSearch.of(TrackedMetric.LATENCY_RATIO);
    private static final UUID ID = UUID.fromString("00000000-0000-0000-0000-000000000007");

    /** From place 40 on a tenth more, from place 80 on a tenth more than that. */
    private final double[] values = steps(120);

    @Test
    void newChangesAreOpen() {
        ChangeReview review = ChangeReview.of(SEARCH, values, List.of());
        assertThat(review.changes()).extracting(shown -> shown.change().index()).containsExactly(40, 80);
        assertThat(review.changes()).allSatisfy(shown -> assertThat(shown.id()).isEmpty());
        assertThat(review.changes().getFirst().seenFrom()).isZero();
        assertThat(review.changes().getFirst().seenTo()).isEqualTo(80);
        assertThat(review.gone()).isEmpty();
    }

    @Test
    void changeThatMovesALittleIsTheSame() {
        ChangeReview review = ChangeReview.of(SEARCH, values, List.of(known(Decision.OPEN, 42)));
        assertThat(review.changes().getFirst().id()).contains(ID);
        assertThat(review.changes().getLast().id()).isEmpty();
    }

    @Test
    void changeThatIsSeenNoMoreIsGone() {
        assertThat(ChangeReview.of(SEARCH, values, List.of(known(Decision.OPEN, 20)))
                        .gone())
                .containsExactly(ID);
        assertThat(ChangeReview.of(SEARCH, values, List.of(known(Decision.DISMISSED, 20)))
                        .gone())
                .as("what somebody has decided is kept")
                .isEmpty();
    }

    @Test
    void dismissedChangeNeverReturns() {
        Known dismissed = new Known(ID, Decision.DISMISSED, 40, 0, 80);
        for (int length = 45; length <= values.length; length++) {
            assertThat(ChangeReview.of(SEARCH, Arrays.copyOf(values, length), List.of(dismissed))
                            .changes())
                    .as("of %d values", length)
                    .noneSatisfy(shown -> assertThat(shown.change().index()).isLessThan(75));
        }
        assertThat(ChangeReview.of(SEARCH, values, List.of(dismissed)).changes())
                .as("what came later is another one")
                .extracting(shown -> shown.change().index())
                .containsExactly(80);
    }

    @Test
    void confirmedChangeStaysWhereTheSeriesShowsNone() {
        double[] flat = Arrays.copyOf(values, 35);
        ChangeReview review = ChangeReview.of(SEARCH, flat, List.of(known(Decision.CONFIRMED, 20)));
        assertThat(review.changes()).singleElement().satisfies(shown -> {
            assertThat(shown.id()).contains(ID);
            assertThat(shown.change().index()).isEqualTo(20);
        });
    }

    private static Known known(Decision decision, int index) {
        return new Known(ID, decision, index, 0, index + 10);
    }

    private static double[] steps(int length) {
        Random random = new Random(1);
        double[] steps = new double[length];
        for (int i = 0; i < length; i++) {
            double level = i < 40 ? 1 : i < 80 ? 1.1 : 1.21;
            steps[i] = level * Math.exp(0.01 * random.nextGaussian());
        }
        return steps;
    }
}
