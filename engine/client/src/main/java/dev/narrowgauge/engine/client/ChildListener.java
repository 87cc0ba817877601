package dev.narrowgauge.engine.client;

/** Hears how each engine child ended that had a task; on the thread that waited for it, which it must not hold up. */
@FunctionalInterface
public interface ChildListener {
    void ended(ChildEnd end);

    static ChildListener none() {
        return _ -> {};
    }
}
