package dev.narrowgauge.checks.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestLoadFigures {
    private static final long MILLISECOND = 1_000_000;

    @Test
    void latenciesAreOfThoseThatWereAccepted() {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            outcomes.add(new Outcome.Accepted("run", i * 2 * MILLISECOND, i * MILLISECOND));
        }
        Collections.shuffle(outcomes);
        outcomes.addAll(List.of(new Outcome.Refused("503"), new Outcome.Unanswered("closed"), new Outcome.Unsent()));

        LoadFigures load = LoadFigures.of(new Schedule(5, 1000, outcomes.size()), outcomes);

        assertThat(load.offered()).isEqualTo(103);
        assertThat(load.accepted()).isEqualTo(100);
        assertThat(load.refused()).isEqualTo(1);
        assertThat(load.unanswered()).isEqualTo(1);
        assertThat(load.unsent()).isEqualTo(1);
        assertThat(load.p50()).isEqualTo(50);
        assertThat(load.p99()).isEqualTo(99);
        assertThat(load.max()).isEqualTo(100);
        assertThat(load.late()).isEqualTo(198);
        assertThat(load.complaints()).containsExactly("503", "closed");
    }

    @Test
    void timeRunsUntilTheLastAnswer() {
        List<Outcome> outcomes = List.of(
                new Outcome.Accepted("a", 0, 3500 * MILLISECOND),
                new Outcome.Accepted("b", 0, 3 * MILLISECOND),
                new Outcome.Accepted("c", 0, 2000 * MILLISECOND));

        LoadFigures load = LoadFigures.of(new Schedule(99, 1, 3), outcomes);

        assertThat(load.seconds()).isEqualTo(4);
        assertThat(load.acceptedPerSecond()).isEqualTo(0.75);
    }

    @Test
    void nothingAcceptedHasNoLatency() {
        LoadFigures load = LoadFigures.of(
                new Schedule(0, 1000, 3),
                List.of(new Outcome.Unsent(), new Outcome.Refused("x".repeat(1000)), new Outcome.Refused("y")));

        assertThat(load.p99()).isNaN();
        assertThat(load.acceptedPerSecond()).isZero();
        assertThat(load.complaints()).hasSize(2).first().asString().hasSize(301);
    }
}
