package dev.narrowgauge.engine.onnx.dataset.files;

import java.util.List;

/**
 * One sample as numbers.
 *
 * @param dims without the axis that counts samples
 * @param values in the order of those
 */
record Decoded(List<Long> dims, float[] values) {
    Decoded {
        dims = List.copyOf(dims);
    }
}
