package dev.narrowgauge.engine.runtime.session;

import java.util.Map;

/** One batch whose inputs lie ready, to be run again and again with every chosen output. */
public interface PreparedRun {
    /** Computes; to be followed by {@link #release}. */
    void run();

    /** What the last run computed, until it is released or another batch runs; outputs of texts are left out. */
    Map<String, TensorData> values();

    /** Gives back what ONNX Runtime allocated for the last run. */
    void release();
}
