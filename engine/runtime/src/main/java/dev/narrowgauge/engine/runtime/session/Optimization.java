package dev.narrowgauge.engine.runtime.session;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.narrowgauge.domain.determinism.RunSettings.Rewriting;

/** How far ONNX Runtime rewrites a graph before it runs it. */
public enum Optimization {
    /** As written. */
    NONE(OptLevel.NO_OPT),
    /** Constants folded, redundant nodes gone; standard operators only. */
    BASIC(OptLevel.BASIC_OPT),
    /** Operators fused as well, values computed in the order that the graph says: the same on machines of one kind. */
    EXTENDED(OptLevel.EXTENDED_OPT),
    /** Everything for this machine: fused and integer kernels, blocked layouts. What a user gets. */
    FULL(OptLevel.ALL_OPT);

    private final OptLevel level;

    Optimization(OptLevel level) {
        this.level = level;
    }

    static Optimization of(Rewriting rewriting) {
        return switch (rewriting) {
            case DISABLE_ALL -> NONE;
            case ENABLE_BASIC -> BASIC;
            case ENABLE_EXTENDED -> EXTENDED;
            case ENABLE_ALL -> FULL;
        };
    }

    OptLevel level() {
        return level;
    }
}
