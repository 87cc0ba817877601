package dev.narrowgauge.engine.runtime.verify;

import dev.narrowgauge.domain.profile.KernelTime;
import dev.narrowgauge.domain.profile.KernelTime.Kind;
import dev.narrowgauge.engine.onnx.graph.FlatModel;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto.DataType;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The kernels of one model with their times, by the names that nodes and values have in its file. */
public final class KernelTimes {
    private static final Set<String> FLOATS = Set.of("float", "float16", "bfloat16");
    private static final Set<Long> FLOAT_NUMBERS =
            Set.of((long) DataType.FLOAT_VALUE, (long) DataType.FLOAT16_VALUE, (long) DataType.BFLOAT16_VALUE);

    private final Graph written;
    private final KernelProfile profile;
    private final KernelNodes nodes;
    private final Multiplications multiplications;

    private KernelTimes(Graph written, GraphProto running, List<NodeProto> kernels, KernelProfile profile) {
        this.written = written;
        this.profile = profile;
        this.nodes = new KernelNodes(written, kernels);
        this.multiplications = new Multiplications(written, nodes, running, profile);
    }

    /**
     * @param written the model as it stands in its file
     * @param running the same as ONNX Runtime runs it
     * @param record that ONNX Runtime wrote while it ran
     * @return in the order of the data flow; without times where the record cannot be read
     */
    public static List<KernelTime> of(ModelProto written, ModelProto running, Path record) {
        GraphProto graph = FlatModel.of(running).graph();
        List<NodeProto> kernels = new RunningGraph(graph)
                .nodes().stream()
                        // The time of a branch or of a loop is that of what runs in it.
                        .filter(node -> !FlatModel.isExit(node))
                        .toList();
        KernelTimes times =
                new KernelTimes(Graph.of(FlatModel.of(written).graph()), graph, kernels, KernelProfile.read(record));
        return kernels.stream().map(times::time).toList();
    }

    private KernelTime time(NodeProto kernel) {
        Multiplications.Count count = multiplications.of(kernel);
        return new KernelTime(
                name(kernel),
                kernel.getOpType(),
                kind(kernel),
                values(kernel),
                profile.inputType(kernel.getName()),
                profile.micros(kernel.getName()).orElse(0.0),
                count.all(),
                count.inIntegers(),
                count.unknown());
    }

    /** That of the first node that it computes: whoever made the model knows no other. */
    private String name(NodeProto kernel) {
        return nodes.of(kernel).stream()
                .map(GraphNode::name)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElseGet(() -> KernelMatch.plain(kernel.getName()));
    }

    private Kind kind(NodeProto kernel) {
        if (RunningGraph.isConversion(kernel)) {
            return Kind.CONVERSION;
        }
        if (KernelMatch.LAYOUT_OPERATORS.contains(kernel.getOpType())) {
            return Kind.LAYOUT;
        }
        if (isCastOfFloats(kernel)) {
            return Kind.CAST;
        }
        return RunningGraph.isIntegerKernel(kernel) ? Kind.INTEGER : Kind.FLOAT;
    }

    private boolean isCastOfFloats(NodeProto kernel) {
        return kernel.getOpType().equals("Cast")
                && FLOATS.contains(profile.inputType(kernel.getName()))
                && kernel.getAttributeList().stream()
                        .filter(attribute -> attribute.getName().equals("to"))
                        .map(AttributeProto::getI)
                        .anyMatch(FLOAT_NUMBERS::contains);
    }

    /** Of codes also the values that were quantized, and what the nodes give that were fused to it. */
    private List<String> values(NodeProto kernel) {
        Set<String> values = new LinkedHashSet<>();
        nodes.of(kernel).forEach(node -> values.addAll(node.outputs()));
        for (String output : kernel.getOutputList()) {
            Optional<String> value = Optional.of(output).filter(name -> !name.isEmpty());
            while (value.isPresent() && values.add(value.get())) {
                value = written.producer(value.get())
                        .filter(producer -> RunningGraph.CONVERSIONS.contains(producer.opType()))
                        .map(KernelTimes::source);
            }
        }
        return List.copyOf(values);
    }

    private static String source(GraphNode conversion) {
        return conversion.input(0);
    }
}
