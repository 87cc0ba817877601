package dev.narrowgauge.engine.onnx.dataset;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.engine.onnx.model.ElementType;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * One input of a batch: a direct little-endian buffer from position 0 to its limit. Batches of one size share the same
 * buffer object, so a native tensor wrapped around it stays valid and only its contents change.
 */
public record BatchTensor(String name, ElementType elementType, List<Long> dims, ByteBuffer data) {
    public BatchTensor {
        requireNonNull(name, "name is null");
        requireNonNull(elementType, "elementType is null");
        requireNonNull(data, "data is null");
        dims = List.copyOf(dims);
    }

    public long[] shape() {
        return dims.stream().mapToLong(Long::longValue).toArray();
    }
}
