package dev.narrowgauge.engine.quantizer.preparation;

import dev.narrowgauge.engine.onnx.proto.ModelProto;

/** Whether a rewritten model computes what it did before, found out by running both on real samples. */
@FunctionalInterface
public interface EquivalenceCheck {
    boolean computeTheSame(ModelProto before, ModelProto after);
}
