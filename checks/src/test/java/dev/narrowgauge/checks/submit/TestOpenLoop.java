package dev.narrowgauge.checks.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TestOpenLoop {
    private static final long MICROSECOND = 1000;
    private static final Schedule EACH_MILLISECOND = new Schedule(0, 1000, 5);

    private final Time time = new Time();

    @Test
    void requestsAreDueInEqualStepsOrAllAtOnce() {
        Schedule steps = new Schedule(7, 3, 3_000_000);
        assertThat(steps.due(0)).isEqualTo(7);
        assertThat(steps.due(1)).isEqualTo(7 + 333_333_333L);
        assertThat(steps.due(3)).isEqualTo(7 + 1_000_000_000L);
        assertThat(steps.due(2_999_997)).as("no step is lost").isEqualTo(7 + 999_999 * 1_000_000_000L);
        assertThat(new Schedule(7, 0, 10).due(9)).isEqualTo(7);
    }

    @Test
    void whatASlowAnswerHoldsUpIsLateAndItsLatencyCountsFromWhenItWasDue() {
        assertThat(run(request -> accepted(request, request == 0 ? 3000 : 100)))
                .containsExactly(
                        outcome(0, 0, 3000),
                        outcome(1, 2000, 2100),
                        outcome(2, 1100, 1200),
                        outcome(3, 200, 300),
                        outcome(4, 0, 100));
    }

    @Test
    void refusalIsNoAnswerToTheLoadAndTheConnectionGoesOn() {
        assertThat(run(request -> request == 1 ? new OpenLoop.Answer(false, "503 no") : accepted(request, 0)))
                .contains(new Outcome.Refused("503 no"))
                .filteredOn(Outcome.Accepted.class::isInstance)
                .hasSize(4);
    }

    @Test
    void nothingIsSentOverAConnectionThatFailed() {
        assertThat(run(request -> {
                    if (request == 2) {
                        throw new EOFException("closed");
                    }
                    return accepted(request, 0);
                }))
                .containsExactly(
                        outcome(0, 0, 0),
                        outcome(1, 0, 0),
                        new Outcome.Unanswered("java.io.EOFException: closed"),
                        new Outcome.Unsent(),
                        new Outcome.Unsent());
    }

    @Test
    void loadEndsWhereTheServiceIsLostBehindTheSchedule() {
        assertThat(run(request -> accepted(request, 31_000_000)))
                .startsWith(outcome(0, 0, 31_000_000))
                .endsWith(new Outcome.Unsent(), new Outcome.Unsent(), new Outcome.Unsent(), new Outcome.Unsent());
    }

    @Test
    void everyRequestIsSentOnceOverAllConnections() {
        BlockingQueue<Integer> sent = new LinkedBlockingQueue<>();
        List<Outcome> outcomes = OpenLoop.run(
                new Schedule(System.nanoTime(), 0, 1000),
                8,
                () -> connection(request -> {
                    sent.add(request);
                    return new OpenLoop.Answer(true, Integer.toString(request));
                }),
                OpenLoop.Clock.SYSTEM);
        assertThat(sent)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 1000).boxed().toList());
        assertThat(LoadFigures.accepted(outcomes).map(Outcome.Accepted::id))
                .containsExactlyElementsOf(
                        IntStream.range(0, 1000).mapToObj(Integer::toString).toList());
    }

    @Test
    void nobodyThereLeavesAllUnsentAndADefectIsTold() {
        assertThat(OpenLoop.run(
                        EACH_MILLISECOND,
                        2,
                        () -> {
                            throw new IOException("refused");
                        },
                        time))
                .containsOnly(new Outcome.Unsent());
        assertThatThrownBy(() -> run(_ -> {
                    throw new IllegalStateException("a defect");
                }))
                .isInstanceOf(NarrowgaugeException.class)
                .hasMessageContaining("a defect");
    }

    private List<Outcome> run(Sending sending) {
        return OpenLoop.run(EACH_MILLISECOND, 1, () -> connection(sending), time);
    }

    private OpenLoop.Answer accepted(int request, long micros) {
        time.now += micros * MICROSECOND;
        return new OpenLoop.Answer(true, Integer.toString(request));
    }

    private static Outcome outcome(int request, long lateMicros, long latencyMicros) {
        return new Outcome.Accepted(Integer.toString(request), lateMicros * MICROSECOND, latencyMicros * MICROSECOND);
    }

    private static OpenLoop.Connection connection(Sending sending) {
        return new OpenLoop.Connection() {
            @Override
            public OpenLoop.Answer send(int request) throws IOException {
                return sending.send(request);
            }

            @Override
            public void close() {}
        };
    }

    interface Sending {
        OpenLoop.Answer send(int request) throws IOException;
    }

    /** For one connection. */
    private static final class Time implements OpenLoop.Clock {
        private long now;

        @Override
        public long now() {
            return now;
        }

        @Override
        public void await(long time) {
            now = Math.max(now, time);
        }
    }
}
