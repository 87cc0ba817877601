package dev.narrowgauge.engine.client;

/** Hears how far an engine call is; called on the thread that made the call. */
@FunctionalInterface
public interface ProgressListener {
    /** The stage in which a call waits for the machine: another one is being timed, or this one wants to time. */
    String WAIT = "wait";

    /**
     * @param stage a word such as {@code calibrate}; see {@code Progress.stage} of the pipe protocol
     * @param total 0 when not known
     */
    void progress(String stage, long done, long total);

    /**
     * Hears what the present stage waits for; who does not care hears nothing.
     *
     * @param what a phrase, such as {@code process 4711, which times a.onnx}
     */
    default void waitsFor(String what) {}

    /** As {@link #progress}, of a stage that has found something; who does not care hears only how far it is. */
    default void found(String stage, long done, long total, Finding finding) {
        progress(stage, done, total);
    }

    static ProgressListener none() {
        return (stage, done, total) -> {};
    }
}
