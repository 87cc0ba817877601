package dev.narrowgauge.engine.quantizer.preparation;

import dev.narrowgauge.engine.onnx.proto.ModelProto;

/** Whether a rewritten model computes what it did before, found out by running both on real samples. */
@FunctionalInterface
public interface EquivalenceCheck {
    boolean computeTheSame(ModelProto before, ModelProto after);

    /** The same to about 1e-5, which what sums the same numbers in the same order has to reach. */
    default boolean computeTheSameClosely(ModelProto before, ModelProto after) {
        return computeTheSame(before, after);
    }
}
