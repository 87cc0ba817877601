package dev.narrowgauge.checks.submit;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends requests when they are due, over connections that have one request each under way. A request that finds all of them
 * taken has to wait, and what it waits is part of its latency, which counts from when it was due.
 */
final class OpenLoop {
    /** What is later than that is not sent any more: the service is lost behind the schedule. */
    private static final long MOST_LATE = Duration.ofSeconds(30).toNanos();

    /** One at a time. */
    interface Connection extends AutoCloseable {
        Answer send(int request) throws IOException;

        @Override
        void close() throws IOException;
    }

    /** Opens connections. */
    interface Connector {
        Connection open() throws IOException;
    }

    /**
     * What the service said.
     *
     * @param accepted whether it did what was asked for
     * @param text the run's id where it did, else the answer
     */
    record Answer(boolean accepted, String text) {}

    /** The clock of {@link System#nanoTime}, or a test's. */
    interface Clock {
        Clock SYSTEM = new Clock() {
            @Override
            public long now() {
                return System.nanoTime();
            }

            @Override
            public void await(long time) {
                long left = time - now();
                while (left > 0) {
                    LockSupport.parkNanos(left);
                    left = time - now();
                }
            }
        };

        long now();

        void await(long time);
    }

    private final Schedule schedule;
    private final Connector connector;
    private final Clock clock;
    private final Outcome[] outcomes;
    private final AtomicInteger next = new AtomicInteger();

    private OpenLoop(Schedule schedule, Connector connector, Clock clock) {
        this.schedule = schedule;
        this.connector = connector;
        this.clock = clock;
        this.outcomes = new Outcome[schedule.count()];
        Arrays.fill(outcomes, new Outcome.Unsent());
    }

    /**
     * Returns when all that is sent is answered. A connection that fails is not replaced.
     *
     * @return an outcome for each request
     */
    static List<Outcome> run(Schedule schedule, int connections, Connector connector, Clock clock) {
        OpenLoop loop = new OpenLoop(schedule, connector, clock);
        Callable<Void> work = () -> {
            loop.work();
            return null;
        };
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("load-", 1).factory())) {
            for (Future<Void> done : threads.invokeAll(Collections.nCopies(connections, work))) {
                done.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while requests were sent");
        } catch (ExecutionException e) {
            throw new NarrowgaugeException(ErrorCode.INTERNAL_ERROR, "Requests cannot be sent: " + e.getCause(), e);
        }
        return List.of(loop.outcomes);
    }

    private void work() {
        try (Connection connection = connector.open()) {
            int request = next.getAndIncrement();
            while (request < schedule.count() && send(connection, request)) {
                request = next.getAndIncrement();
            }
        } catch (IOException _) {
            // Nobody is there any more. What it would have sent is unsent.
        }
    }

    /** Whether the connection can send more. */
    private boolean send(Connection connection, int request) {
        long due = schedule.due(request);
        clock.await(due);
        long late = clock.now() - due;
        if (schedule.perSecond() > 0 && late > MOST_LATE) {
            return false;
        }
        try {
            Answer answer = connection.send(request);
            outcomes[request] = answer.accepted()
                    ? new Outcome.Accepted(answer.text(), late, clock.now() - due)
                    : new Outcome.Refused(answer.text());
            return true;
        } catch (IOException e) {
            outcomes[request] = new Outcome.Unanswered(e.toString());
            return false;
        }
    }
}
