package dev.narrowgauge.engine.onnx.reduce;

import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Writes one number over all values of a weight or an input: what a fault does not need nobody has to read, or to know. */
final class Fills {
    private Fills() {}

    /** The names of float weights and inputs of more than one value that are not all the same. */
    static List<String> of(FaultyModel model) {
        Stream<TensorProto> weights = model.model().getGraph().getInitializerList().stream();
        Stream<TensorProto> inputs = model.samples().each().stream().flatMap(sample -> sample.values().stream());
        return Stream.concat(weights, inputs)
                .filter(Fills::isVaried)
                .map(TensorProto::getName)
                .distinct()
                .toList();
    }

    private static boolean isVaried(TensorProto tensor) {
        if (tensor.getDataType() != ElementType.FLOAT.number() || Damage.isIn(tensor)) {
            return false;
        }
        float[] values = TensorValues.floats(tensor);
        for (float value : values) {
            if (value != values[0]) {
                return true;
            }
        }
        return false;
    }

    static FaultyModel filled(FaultyModel model, Collection<String> names, float number) {
        Set<String> filled = Set.copyOf(names);
        UnaryOperator<TensorProto> fill = tensor -> filled.contains(tensor.getName()) ? filled(tensor, number) : tensor;
        GraphProto graph = model.model().getGraph();
        GraphProto.Builder changed = graph.toBuilder().clearInitializer();
        graph.getInitializerList().stream().map(fill).forEach(changed::addInitializer);
        return model.withGraph(changed.build()).withSamples(model.samples().changed(fill));
    }

    private static TensorProto filled(TensorProto tensor, float number) {
        float[] values = new float[Math.toIntExact(TensorValues.elementCount(tensor))];
        Arrays.fill(values, number);
        long[] dims = tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
        return Tensors.floats(tensor.getName(), values, dims);
    }
}
