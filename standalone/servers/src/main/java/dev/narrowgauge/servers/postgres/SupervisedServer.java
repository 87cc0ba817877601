package dev.narrowgauge.servers.postgres;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/**
 * A server process that is started again when it ends without being asked to. Where that does not work it is tried after
 * growing pauses for as long as the owner lives; until then whoever needs the server is told that it is away.
 */
final class SupervisedServer {
    private static final Logger LOG = System.getLogger(SupervisedServer.class.getName());
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofHours(1);

    private final Supplier<GuardedProcess> start;
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread;
    private volatile GuardedProcess process;

    /** @param start gives a process that is ready; may throw */
    private SupervisedServer(GuardedProcess process, Supplier<GuardedProcess> start) {
        this.process = process;
        this.start = start;
        this.thread = Thread.ofPlatform().name("postgres-supervisor").daemon().unstarted(this::run);
    }

    static SupervisedServer of(GuardedProcess running, Supplier<GuardedProcess> start) {
        SupervisedServer server = new SupervisedServer(running, start);
        server.thread.start();
        return server;
    }

    long pid() {
        return process.pid();
    }

    boolean isEnding() {
        return end.getCount() == 0;
    }

    /** The process, which is not started again from now on. */
    GuardedProcess release(Duration limit) {
        end.countDown();
        if (!process.isAlive()) {
            // Another may be starting, which the supervisor stops.
            join(limit);
        }
        return process;
    }

    private void run() {
        while (!isEnding()) {
            if (process.endsWithin(LOOK) && !isEnding()) {
                LOG.log(
                        Level.ERROR,
                        "PostgreSQL (process {0}) ended unexpectedly with status {1}; it is started again",
                        process.pid(),
                        process.exitValue());
                startAgain();
            }
        }
    }

    private void startAgain() {
        Duration pause = FIRST_PAUSE;
        while (!endsWithin(pause)) {
            try {
                process = start.get();
                if (isEnding()) {
                    process.kill();
                    return;
                }
                LOG.log(Level.INFO, "PostgreSQL is back (process {0})", process.pid());
                return;
            } catch (RuntimeException failure) {
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                LOG.log(Level.ERROR, "PostgreSQL is not running; the next attempt is in " + pause, failure);
            }
        }
    }

    private boolean endsWithin(Duration limit) {
        try {
            return end.await(limit.toMillis(), MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void join(Duration limit) {
        try {
            thread.join(limit);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
