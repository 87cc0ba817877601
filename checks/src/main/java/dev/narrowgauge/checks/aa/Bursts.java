package dev.narrowgauge.checks.aa;

import dev.narrowgauge.checks.frame.BusyLoop;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Another program that works in bursts of a twentieth of a second to one and a half, and rests as long. */
final class Bursts implements AutoCloseable {
    private static final double SHORTEST_MILLIS = 50;
    private static final double LONGEST_MILLIS = 1500;

    private final RandomGenerator random;
    private final Thread thread;

    private Bursts(long seed) {
        this.random = new SplittableRandom(seed);
        this.thread = Thread.ofPlatform().daemon().name("bursts").unstarted(this::workAndRest);
    }

    static Bursts start(long seed) {
        Bursts bursts = new Bursts(seed);
        bursts.thread.start();
        return bursts;
    }

    private void workAndRest() {
        try {
            while (true) {
                try (BusyLoop _ = BusyLoop.start()) {
                    pause();
                }
                pause();
            }
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    private void pause() throws InterruptedException {
        Thread.sleep((long) random.nextDouble(SHORTEST_MILLIS, LONGEST_MILLIS));
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
