package dev.narrowgauge.engine.quantizer.isolation;

import dev.narrowgauge.engine.onnx.graph.ElementTypes;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.quantizer.QuantizedModel;
import dev.narrowgauge.engine.quantizer.QuantizedTensor;
import dev.narrowgauge.engine.quantizer.channels.ChannelPlaces;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the values of the float model are found in the variant. */
final class VariantValues {
    private final Graph graph;
    private final ElementTypes types;
    private final Map<String, QuantizedTensor> byFloatName = new HashMap<>();
    private final Map<String, QuantizedTensor> byCodes = new HashMap<>();
    private final Map<String, ChannelPlaces> channels;

    VariantValues(QuantizedModel variant) {
        graph = Graph.of(variant.model().getGraph());
        types = ElementTypes.of(graph);
        channels = variant.channels();
        for (QuantizedTensor tensor : variant.activations()) {
            byFloatName.put(tensor.floatName(), tensor);
            byCodes.put(tensor.integerName(), tensor);
        }
    }

    Graph graph() {
        return graph;
    }

    /** The activation whose codes the variant has under that name. */
    Optional<QuantizedTensor> ofCodes(String name) {
        return Optional.ofNullable(byCodes.get(name));
    }

    /** Where the variant has more channels of a value of the float model, or has them in another order. */
    Optional<ChannelPlaces> channels(String value) {
        return Optional.ofNullable(channels.get(value));
    }

    /** The type of 16 bits in which the variant carries a value that is float32 in the float model. */
    Optional<ElementType> half(String value) {
        ElementType type = types.of(value);
        return type == ElementType.FLOAT16 || type == ElementType.BFLOAT16 ? Optional.of(type) : Optional.empty();
    }

    /** The codes that an integer kernel gives in the place of its result; empty where the result is read as float. */
    Optional<QuantizedTensor> writtenCodes(String result) {
        return Optional.ofNullable(byFloatName.get(result)).filter(tensor -> isWritten(tensor, result));
    }

    private boolean isWritten(QuantizedTensor tensor, String result) {
        Optional<GraphNode> writer = graph.producer(tensor.integerName());
        if (writer.isEmpty() || !writer.get().isStandard("QuantizeLinear")) {
            return writer.isPresent();
        }
        // A result that is an output of the model, too, is renamed before its codes are made and made of them again.
        if (!writer.get().input(0).equals(result)) {
            return true;
        }
        List<GraphNode> readers = graph.consumers(result);
        return !graph.isGraphOutput(result) && readers.equals(List.of(writer.get()));
    }
}
