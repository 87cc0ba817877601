package dev.narrowgauge.engine.client;

/** Hears how each engine child ended that had a task; on the thread that waited for it, which is not to be held up. */
@FunctionalInterface
public interface ChildListener {
    void ended(ChildEnd end);

    static ChildListener none() {
        return _ -> {};
    }
}
