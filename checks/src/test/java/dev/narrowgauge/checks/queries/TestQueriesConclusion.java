package dev.narrowgauge.checks.queries;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.checks.frame.Conclusion;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TestQueriesConclusion {
    @Test
    void answersInTimePass() {
        Conclusion conclusion = conclusion(query(1, 0, 8));
        assertThat(conclusion.failures()).isEmpty();
        assertThat(conclusion.text())
                .contains("| 1,000,000 | compare | 50.0 | 95.0 | at most 100 | 1.0 | 100.0 | 8 | 0.9 |")
                .contains("1,000,000 measurements of 500 recipes on devices: 4,000 series with 8,000,000 values");
    }

    @Test
    void lateAndMissingAnswersFail() {
        assertThat(conclusion(query(2, 0, 8)).failures())
                .containsExactly("compare of 1,000,000 measurements: p95 190.0 ms, asked for is at most 100 ms");
        assertThat(conclusion(query(1, 3, 8)).failures()).containsExactly("compare: 3 of 100 were not answered");
    }

    /** A database that has nothing of what is asked for answers soonest. */
    @Test
    void answersThatAreEmptyFail() {
        assertThat(conclusion(query(1, 0, 0)).failures())
                .containsExactly("compare: an answer had 0 entries, and 8 were written");
    }

    @Test
    void idsAreThoseOfTheDatabase() {
        assertThat(QueriesMeasurement.id("series"))
                .as("md5('series'), as PostgreSQL writes it")
                .isEqualTo(UUID.fromString("bef99584-217a-f744-e404-ed44a33af589"));
    }

    /** A hundred answers, each that much later than the one before. */
    private static QueryFigures query(int step, int failed, int fewest) {
        double[] millis =
                IntStream.rangeClosed(1, 100).mapToDouble(i -> i * step).toArray();
        return QueryFigures.of("compare", millis, failed, 900, fewest, 8);
    }

    private static Conclusion conclusion(QueryFigures query) {
        return QueriesConclusion.of(List.of(new QueriesFigures(
                1_000_000, 500, 4000, 8_000_000, 9000, 300, 5, List.of(query), Map.of("server_version", "18.1"))));
    }
}
