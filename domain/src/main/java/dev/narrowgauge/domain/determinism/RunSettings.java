package dev.narrowgauge.domain.determinism;

import static java.util.Objects.requireNonNull;

/**
 * How ONNX Runtime is set up for a run.
 *
 * @param threads intra-op threads, at least 1
 * @param isDeterministic whether its kernels are asked for those that give the same each time, where they have two
 */
public record RunSettings(int threads, Rewriting rewriting, boolean isDeterministic) {
    /** How far the graph is rewritten before it runs; the names are those of ONNX Runtime's optimization levels. */
    public enum Rewriting {
        DISABLE_ALL,
        ENABLE_BASIC,
        ENABLE_EXTENDED,
        ENABLE_ALL
    }

    public RunSettings {
        requireNonNull(rewriting, "rewriting is null");
        if (threads < 1) {
            throw new IllegalArgumentException("threads is not positive: " + threads);
        }
    }

    public RunSettings withThreads(int other) {
        return new RunSettings(other, rewriting, isDeterministic);
    }

    public RunSettings withRewriting(Rewriting other) {
        return new RunSettings(threads, other, isDeterministic);
    }

    public RunSettings deterministic() {
        return new RunSettings(threads, rewriting, true);
    }
}
