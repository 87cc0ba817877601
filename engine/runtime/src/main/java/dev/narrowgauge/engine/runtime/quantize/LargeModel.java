package dev.narrowgauge.engine.runtime.quantize;

import dev.narrowgauge.engine.onnx.model.OnnxModel;
import dev.narrowgauge.engine.runtime.DataLimit;

/** A model whose weights are read where they lie: a copy of them for every session would not fit. */
final class LargeModel {
    private static final long LEAST_BYTES = 1L << 30;

    /** Of the heap, which is half of what the process may take. */
    private static final double LEAST_SHARE = 0.5;

    /** At the same time: the original, a work file of it and one of a variant. */
    private static final int MAPPED = 3;

    private LargeModel() {}

    static boolean is(OnnxModel model) {
        double most = Math.min(LEAST_BYTES, LEAST_SHARE * Runtime.getRuntime().maxMemory());
        return bytes(model) > most;
    }

    /** Lets its weights be mapped, whatever the process may take beside them. */
    static void makeRoom(OnnxModel model) {
        DataLimit.makeRoom(MAPPED * bytes(model));
    }

    static long bytes(OnnxModel model) {
        return model.externalBytes() + model.proto().getSerializedSize();
    }
}
