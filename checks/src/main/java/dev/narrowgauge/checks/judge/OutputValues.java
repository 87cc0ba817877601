package dev.narrowgauge.checks.judge;

import dev.narrowgauge.engine.runtime.session.TensorData;
import java.util.List;

/** One output of one run, as numbers. */
record OutputValues(List<Long> dims, double[] values) {
    static OutputValues of(TensorData tensor) {
        double[] values = new double[tensor.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.value(i);
        }
        return new OutputValues(tensor.dims(), values);
    }

    float[] floats() {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
