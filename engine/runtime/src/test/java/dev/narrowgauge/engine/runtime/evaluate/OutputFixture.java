package dev.narrowgauge.engine.runtime.evaluate;

import ai.onnxruntime.OnnxJavaType;
import dev.narrowgauge.engine.runtime.session.TensorData;
import dev.narrowgauge.engine.runtime.session.TensorSlot;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Outputs as a session would give them. */
final class OutputFixture {
    private OutputFixture() {}

    static TensorData tensor(double[] values, long... dims) {
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(values.length * Float.BYTES).order(ByteOrder.nativeOrder());
        for (double value : values) {
            bytes.putFloat((float) value);
        }
        return new TensorData(OnnxJavaType.FLOAT, boxed(dims), bytes.flip());
    }

    static TensorSlot slot(String name, OnnxJavaType type, int rank) {
        return new TensorSlot(name, type, Collections.nCopies(rank, -1L), Collections.nCopies(rank, ""));
    }

    /** An output of which this was seen, in one batch. */
    static OutputComparison seen(String name, double[] baseline, double[] variant, long... dims) {
        var output = new OutputComparison(slot(name, OnnxJavaType.FLOAT, dims.length), -1);
        output.add(tensor(baseline, dims), tensor(variant, dims), (int) dims[0], (int) dims[0]);
        return output;
    }

    private static List<Long> boxed(long... dims) {
        return IntStream.range(0, dims.length).mapToObj(i -> dims[i]).toList();
    }
}
