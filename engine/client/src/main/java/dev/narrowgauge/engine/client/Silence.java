package dev.narrowgauge.engine.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * How long a child that owes an answer has done nothing at all: neither said a word nor used a processor, as one does that
 * was stopped, frozen or waits for a disk that is gone. A JVM that computes or waits in good order uses a little.
 */
final class Silence {
    private static final Set<String> HELD = Set.of("T", "t", "D");
    private static final int STATE = 0;
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

    /** Whether the system keeps it from running: it was stopped, or waits for a disk. */
    boolean isHeld() {
        try {
            return HELD.contains(fields()[STATE]);
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** Clock ticks that all threads have used, -1 where that is not known. */
    private long ticks() {
        try {
            String[] fields = fields();
            return Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
        } catch (IOException | RuntimeException e) {
            return -1;
        }
    }

    /** Those that follow the name of the program, which is in brackets and may have blanks in it. */
    private String[] fields() throws IOException {
        String line = Files.readString(statistics);
        return line.substring(line.lastIndexOf(')') + 2).split(" ");
    }
}
