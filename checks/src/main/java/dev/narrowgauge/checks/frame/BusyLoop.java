package dev.narrowgauge.checks.frame;

/** Keeps one core busy until closed, as another program on the machine does. */
public final class BusyLoop implements AutoCloseable {
    private volatile boolean wanted = true;
    private volatile double value = 1;

    private BusyLoop() {}

    public static BusyLoop start() {
        BusyLoop loop = new BusyLoop();
        Thread.ofPlatform().daemon().name("busy").start(loop::spin);
        return loop;
    }

    private void spin() {
        while (wanted) {
            value = Math.sqrt(value + 1);
        }
    }

    @Override
    public void close() {
        wanted = false;
    }
}
