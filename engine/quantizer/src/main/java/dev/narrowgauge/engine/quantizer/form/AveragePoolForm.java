package dev.narrowgauge.engine.quantizer.form;

import static dev.narrowgauge.engine.quantizer.placement.OperatorRule.multiply;

import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.quantizer.placement.WindowMeans;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A mean over windows as a convolution of each channel with equal weights, which are exact in eight bits. ONNX Runtime's
 * own integer kernel for it takes 20 times as long, and is left to whoever asks for integers where no convolution is the same.
 */
final class AveragePoolForm implements Form {
    @Override
    public void write(GraphNode node, Expansion expansion) {
        OptionalLong found = WindowMeans.channels(node, expansion.shapes());
        if (found.isEmpty()) {
            return;
        }
        int channels = Math.toIntExact(found.getAsLong());
        List<Long> kernel = node.intsAttribute("kernel_shape");
        int window = Math.toIntExact(kernel.stream().reduce(1L, Math::multiplyExact));
        float[] weights = new float[channels * window];
        Arrays.fill(weights, 1f / window);
        long[] dims = new long[kernel.size() + 2];
        dims[0] = channels;
        dims[1] = 1;
        for (int i = 0; i < kernel.size(); i++) {
            dims[i + 2] = kernel.get(i);
        }
        String name = expansion.graph().uniqueName(node.name() + ".w");
        AttributeProto[] attributes = Stream.concat(
                        node.attributes().stream()
                                .filter(attribute -> List.of("kernel_shape", "strides", "pads", "auto_pad")
                                        .contains(attribute.getName())),
                        Stream.of(Attributes.integer("group", channels)))
                .toArray(AttributeProto[]::new);
        String result = node.output(0);
        expansion.remove(node);
        expansion.add(
                multiply("Conv", false),
                node.name(),
                List.of(node.input(0), expansion.put(Tensors.floats(name, weights, dims))),
                result,
                attributes);
    }
}
