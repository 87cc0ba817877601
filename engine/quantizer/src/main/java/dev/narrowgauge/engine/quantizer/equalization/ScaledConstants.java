package dev.narrowgauge.engine.quantizer.equalization;

import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Constants that are joined with a value channel by channel. */
final class ScaledConstants {
    private ScaledConstants() {}

    /** The mean of the constant's numbers in each channel of the value that it is joined with. */
    static double[] meanByChannel(TensorProto constant, Channels channels) {
        float[] values = TensorValues.floats(constant);
        double[] means = new double[channels.count()];
        if (values.length == 1) {
            Arrays.fill(means, values[0]);
            return means;
        }
        int inner = inner(constant, channels);
        for (int i = 0; i < values.length; i++) {
            means[i / inner % means.length] += (double) values[i] * means.length / values.length;
        }
        return means;
    }

    /** The constant with each channel's numbers times its scale; one number for all becomes one for each. */
    static TensorProto scaled(TensorProto constant, Channels channels, double[] scales) {
        float[] values = TensorValues.floats(constant);
        if (values.length == 1) {
            float[] each = new float[scales.length];
            for (int c = 0; c < each.length; c++) {
                each[c] = (float) (values[0] * scales[c]);
            }
            return Tensors.floats(constant.getName(), each, dimsByChannel(channels));
        }
        int inner = inner(constant, channels);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] * scales[i / inner % scales.length]);
        }
        return like(constant, values);
    }

    /** The bias of a layer with each number times the channel's scale. */
    static TensorProto scaled(TensorProto bias, double[] scales) {
        float[] values = TensorValues.floats(bias);
        for (int o = 0; o < values.length; o++) {
            values[o] = (float) (values[o] * scales[o]);
        }
        return like(bias, values);
    }

    /** The layer's weights for inputs and outputs that are scaled. */
    static TensorProto scaled(Layer layer, double[] inputScales, double[] outputScales) {
        FloatBuffer weights = layer.values();
        float[] scaled = new float[weights.remaining()];
        layer.forEachKernel((o, c, from) -> {
            double scale = outputScales[o] / inputScales[c];
            for (int i = from; i < from + layer.kernel(); i++) {
                scaled[i] = (float) (weights.get(i) * scale);
            }
        });
        return like(layer.weights(), scaled);
    }

    private static TensorProto like(TensorProto tensor, float[] values) {
        long[] dims = tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
        return Tensors.floats(tensor.getName(), values, dims);
    }

    /** How many numbers of a channel stand one after the other. */
    private static int inner(TensorProto constant, Channels channels) {
        int axis = channels.axis() - (channels.rank() - constant.getDimsCount());
        int inner = 1;
        for (int i = axis + 1; i < constant.getDimsCount(); i++) {
            inner *= Math.toIntExact(constant.getDims(i));
        }
        return inner;
    }

    private static long[] dimsByChannel(Channels channels) {
        long[] dims = new long[channels.rank() - channels.axis()];
        Arrays.fill(dims, 1);
        dims[0] = channels.count();
        return dims;
    }
}
