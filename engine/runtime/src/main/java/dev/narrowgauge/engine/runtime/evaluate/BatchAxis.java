package dev.narrowgauge.engine.runtime.evaluate;

import dev.narrowgauge.engine.runtime.session.ModelSession;
import dev.narrowgauge.engine.runtime.session.TensorSlot;

/**
 * Which axis of an output counts the samples, as far as the model says.
 *
 * @param name of the length of that axis in the inputs; empty where it has none
 */
record BatchAxis(String name) {
    static BatchAxis of(ModelSession session) {
        return new BatchAxis(session.inputs().stream()
                .filter(TensorSlot::hasFreeBatch)
                .map(input -> input.dimensionNames().getFirst())
                .findFirst()
                .orElse(""));
    }

    /** From 0; -1 where the model does not say. */
    int in(TensorSlot output) {
        return name.isEmpty() ? -1 : output.dimensionNames().indexOf(name);
    }
}
