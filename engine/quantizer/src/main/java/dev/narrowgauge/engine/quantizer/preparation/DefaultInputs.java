package dev.narrowgauge.engine.quantizer.preparation;

import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Inputs that an initializer gives a value when nobody feeds them. Before IR version 4 every initializer had to be one, and
 * a weight that might be fed can be neither folded nor quantized.
 */
public final class DefaultInputs {
    private static final long INITIALIZERS_NEED_NO_INPUT = 4;

    private DefaultInputs() {}

    /** Their names, in the order of the file. */
    public static List<String> of(ModelProto model) {
        Set<String> initialized = model.getGraph().getInitializerList().stream()
                .map(TensorProto::getName)
                .collect(Collectors.toSet());
        return model.getGraph().getInputList().stream()
                .map(ValueInfoProto::getName)
                .filter(initialized::contains)
                .toList();
    }

    /** The model in which those that are not fed are constants; the same model where there are none. */
    public static ModelProto makeConstant(ModelProto model, Set<String> fed) {
        List<String> defaults = of(model);
        if (fed.containsAll(defaults)) {
            return model;
        }
        GraphProto graph = model.getGraph();
        List<ValueInfoProto> kept = graph.getInputList().stream()
                .filter(input -> fed.contains(input.getName()) || !defaults.contains(input.getName()))
                .toList();
        return model.toBuilder()
                .setIrVersion(Math.max(model.getIrVersion(), INITIALIZERS_NEED_NO_INPUT))
                .setGraph(graph.toBuilder().clearInput().addAllInput(kept))
                .build();
    }

    /** The model in which those have to be fed. */
    public static ModelProto require(ModelProto model, Set<String> fed) {
        GraphProto graph = model.getGraph();
        List<TensorProto> kept = graph.getInitializerList().stream()
                .filter(tensor -> !fed.contains(tensor.getName()))
                .toList();
        return model.toBuilder()
                .setGraph(graph.toBuilder().clearInitializer().addAllInitializer(kept))
                .build();
    }
}
