package dev.narrowgauge.domain.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** On a machine whose ticks are written here: no test waits. */
class TestQuietWait {
    private static final Duration LOOK = Duration.ofMillis(250);

    private final Deque<Integer> sharesInPercent = new ArrayDeque<>();
    private final List<String> heard = new ArrayList<>();
    private Duration slept = Duration.ZERO;
    private long others;
    private long all;

    @Test
    void quietMachineIsNotWaitedFor() {
        sharesInPercent.add(10);
        assertThat(waited(Duration.ofSeconds(10))).isZero();
        assertThat(slept).isEqualTo(LOOK);
        assertThat(heard).isEmpty();
    }

    @Test
    void waitsUntilOthersAreDoneAndSaysForWhat() {
        sharesInPercent.addAll(List.of(62, 55, 3));
        assertThat(waited(Duration.ofSeconds(10))).isEqualTo(LOOK.multipliedBy(2));
        assertThat(heard)
                .containsExactly(
                        "a quiet machine: other programs take 62 % of the processors",
                        "a quiet machine: other programs take 55 % of the processors");
    }

    @Test
    void neverWaitsLongerThanAllowed() {
        for (int i = 0; i < 100; i++) {
            sharesInPercent.add(100);
        }
        assertThat(waited(Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(2));
        assertThat(slept).isEqualTo(Duration.ofSeconds(2).plus(LOOK));
    }

    @Test
    void doesNotWaitWhereTheSystemDoesNotTell() {
        QuietWait wait = new QuietWait(Optional::empty, time -> slept = slept.plus(time));
        assertThat(wait.await(Duration.ofSeconds(10), (share, waited) -> heard.add("busy")))
                .isZero();
        assertThat(slept).isZero();
        assertThat(heard).isEmpty();
    }

    @Test
    void ticksOfLinux() {
        String machine = """
                cpu  100 20 30 800 40 5 6 7 50 9
                cpu0 100 20 30 800 40 5 6 7 50 9
                """;
        String process = "17 (a) (b c) S 1 17 17 0 -1 4194304 99 0 0 0 60 8 1 2 20 0 1 0 178910";
        ProcessorTimes times = ProcessorTimes.of(machine, process, Set.of());
        assertThat(times.all()).isEqualTo(100 + 20 + 30 + 800 + 40 + 5 + 6 + 7);
        assertThat(times.others()).as("stolen time counts, our own does not").isEqualTo(100 + 20 + 30 + 5 + 6 + 7 - 68);
        assertThat(times.othersShareSince(times)).isEmpty();
    }

    /** An agent that measures on other cores at the same time disturbs nobody. */
    @Test
    void ticksOfTheProcessorsThatAProcessMayUse() {
        String machine = """
                cpu  1000 0 0 3000 0 0 0 0 0 0
                cpu0 10 0 0 90 0 0 0 0 0 0
                cpu1 20 1 2 70 7 0 0 0 0 0
                cpu10 970 0 0 30 0 0 0 0 0 0
                intr 1 2 3
                """;
        String process = "17 (a) S 1 17 17 0 -1 4194304 99 0 0 0 3 1 1 2 20 0 1 0 178910";
        ProcessorTimes some = ProcessorTimes.of(machine, process, Set.of(0, 1, 2));
        assertThat(some.all()).isEqualTo(100 + 100);
        assertThat(some.others()).isEqualTo(10 + 20 + 1 + 2 - 4);
        assertThat(ProcessorTimes.of(machine, process, Set.of(77)))
                .as("none of these is there")
                .isEqualTo(ProcessorTimes.of(machine, process, Set.of()));
    }

    private Duration waited(Duration most) {
        QuietWait wait = new QuietWait(() -> Optional.of(new ProcessorTimes(others, all)), this::pass);
        return wait.await(most, (share, waited) -> heard.add(QuietWait.reason(share)));
    }

    private void pass(Duration time) {
        slept = slept.plus(time);
        others += sharesInPercent.remove();
        all += 100;
    }
}
