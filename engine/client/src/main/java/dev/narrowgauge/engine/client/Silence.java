package dev.narrowgauge.engine.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How long a child that owes an answer has done nothing at all: neither said a word nor used a processor, as one does that
 * was stopped, frozen or waits for a disk that is gone. A JVM that computes or waits in good order uses a little.
 */
final class Silence {
    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;

    /** Whoever looks again only after so long was frozen himself, and the child maybe with him. */
    private static final Duration LONGEST_LOOK_AWAY = Duration.ofSeconds(10);

    private final Path statistics;
    private volatile boolean owes;
    private volatile long since;
    private long ticks = -1;
    private long lookedAt = System.nanoTime();

    Silence(long pid) {
        this.statistics = Path.of("/proc", Long.toString(pid), "stat");
    }

    /** Somebody waits for the child from now on. */
    void asked() {
        since = System.nanoTime();
        owes = true;
    }

    void answered() {
        owes = false;
    }

    /** Zero where nobody waits for it, and where the system does not tell. For one thread, which looks again and again. */
    Duration look() {
        long used = ticks();
        long now = System.nanoTime();
        boolean wasAway = now - lookedAt > LONGEST_LOOK_AWAY.toNanos();
        lookedAt = now;
        if (used < 0 || used != ticks || wasAway) {
            ticks = used;
            since = now;
        }
        return owes ? Duration.ofNanos(now - since) : Duration.ZERO;
    }

    /** Clock ticks that all threads have used, -1 where that is not known. */
    private long ticks() {
        try {
            String line = Files.readString(statistics);
            // The name of the program, in brackets, may have blanks in it.
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
            return Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
        } catch (IOException | RuntimeException e) {
            return -1;
        }
    }
}
