package dev.narrowgauge.engine.runtime.verify;

import dev.narrowgauge.domain.recipe.IntegerType;
import dev.narrowgauge.engine.onnx.dataset.Batches;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.graph.FlatModel;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.QuantizedModel;
import dev.narrowgauge.engine.quantizer.QuantizedTensor;
import dev.narrowgauge.engine.quantizer.equalization.ReadChannels;
import dev.narrowgauge.engine.quantizer.numbers.QuantizationParameters;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.observe.ObservedModel;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import dev.narrowgauge.engine.runtime.session.TensorData;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Values that a layer reads, whose channels differ so much that one grid of eight bits for all of them loses what the layer
 * sums most of.
 *
 * @param value of the float model
 * @param reader the layer that reads it
 * @param ratio of the largest channel to those up to which half of the layer's sums come from
 * @param decibel signal to noise of these sums, with no other noise than that of the grid
 * @param nodes that have to be float so that no such value is held in integers
 */
public record UnevenChannels(String value, String reader, double ratio, double decibel, Set<String> nodes) {
    /** In most layers of trained networks it is below 3. */
    private static final double LEAST_RATIO = 4;

    /** Eight bits leave 30 to 45 in nearly all layers of trained networks. */
    private static final double MOST_DECIBEL = 25;

    public UnevenChannels {
        nodes = Set.copyOf(nodes);
    }

    /**
     * Looks at a few samples. What is in integers is judged in the grid that it has.
     *
     * @param baseline the float model that the variant was made from
     * @param isFloatOfInterest whether what is not in integers is judged, too, in the grid that it would get
     * @return the worst first
     */
    public static List<UnevenChannels> find(
            ModelProto baseline,
            QuantizedModel variant,
            boolean isFloatOfInterest,
            BoundDataset data,
            OnnxRuntime runtime,
            TaskDirectory work) {
        Graph graph = Graph.of(FlatModel.of(baseline).graph());
        Map<String, QuantizationParameters> grids = variant.activations().stream()
                .collect(Collectors.toMap(
                        QuantizedTensor::floatName, QuantizedTensor::parameters, (first, second) -> first));
        List<ReadChannels> read = graph.nodes().stream()
                .flatMap(node -> ReadChannels.of(graph, node).stream())
                .filter(channels -> !graph.isGraphInput(channels.value()))
                .filter(channels -> isFloatOfInterest || grids.containsKey(channels.value()))
                .toList();
        if (read.isEmpty()) {
            return List.of();
        }
        Set<String> values = read.stream().map(ReadChannels::value).collect(Collectors.toSet());
        try (var observed =
                        ObservedModel.open(runtime, baseline, values, Optimization.EXTENDED, work, "channels.onnx");
                Batches batches = data.batches(observed.batchSize(data))) {
            Map<String, TensorData> seen = observed.run(batches.next());
            return read.stream()
                    .flatMap(channels -> judge(channels, seen.get(channels.value()), grids, graph).stream())
                    .sorted(Comparator.comparingDouble(UnevenChannels::decibel))
                    .toList();
        }
    }

    private static Optional<UnevenChannels> judge(
            ReadChannels read, TensorData value, Map<String, QuantizationParameters> grids, Graph graph) {
        if (value == null || value.elements() == 0 || !hasChannels(read, value.dims())) {
            return Optional.empty();
        }
        QuantizationParameters grid = grids.containsKey(read.value()) ? grids.get(read.value()) : grid(value.floats());
        ChannelSums sums = ChannelSums.of(read, value, grid);
        return sums.ratio() < LEAST_RATIO || sums.decibel() >= MOST_DECIBEL
                ? Optional.empty()
                : Optional.of(new UnevenChannels(
                        read.value(), read.reader(), sums.ratio(), sums.decibel(), around(read, graph)));
    }

    private static boolean hasChannels(ReadChannels read, List<Long> dims) {
        int axis = read.axis(dims.size());
        return axis >= 0 && axis < dims.size() && dims.get(axis) == read.gains().size();
    }

    private static QuantizationParameters grid(FloatBuffer values) {
        float minimum = 0;
        float maximum = 0;
        for (int i = 0; i < values.remaining(); i++) {
            minimum = Math.min(minimum, values.get(i));
            maximum = Math.max(maximum, values.get(i));
        }
        return QuantizationParameters.asymmetric(IntegerType.UINT8, minimum, maximum);
    }

    /** The reader, and what the value comes from, back to the layers that write it. */
    private static Set<String> around(ReadChannels read, Graph graph) {
        Set<String> nodes = new LinkedHashSet<>(List.of(read.reader()));
        Deque<String> values = new ArrayDeque<>(List.of(read.value()));
        while (!values.isEmpty()) {
            Optional<GraphNode> producer = graph.producer(values.pop());
            if (producer.isPresent()
                    && nodes.add(producer.get().name())
                    && ReadChannels.of(graph, producer.get()).isEmpty()) {
                values.addAll(producer.get().inputs());
            }
        }
        return nodes;
    }
}
