package dev.narrowgauge.engine.runtime.quantize;

import dev.narrowgauge.engine.onnx.model.OnnxModel;

/** A model whose weights are read where they lie: a copy of them for every session would not fit. */
final class LargeModel {
    private static final long LEAST_BYTES = 1L << 30;

    private LargeModel() {}

    static boolean is(OnnxModel model) {
        return Math.max(model.externalBytes(), model.proto().getSerializedSize()) > LEAST_BYTES;
    }
}
