package dev.narrowgauge.engine.runtime.verify;

import dev.narrowgauge.engine.onnx.graph.FlatModel;
import dev.narrowgauge.engine.onnx.graph.Subgraphs;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto.DataType;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The graph that ONNX Runtime runs, after all fusions: which nodes compute with integers, which values are codes, and
 * which conversions between the two serve no integer kernel.
 */
final class RunningGraph {
    private static final Set<String> INTEGER_KERNELS = Set.of(
            "QGemm",
            "MatMulInteger",
            "MatMulInteger16",
            "MatMulIntegerToFloat",
            "DynamicQuantizeMatMul",
            "ConvInteger",
            "DynamicQuantizeLSTM",
            "QAttention",
            "QEmbedLayerNormalization",
            "MatMulNBits");

    static final Set<String> CONVERSIONS = Set.of("QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear");

    /** They read codes, but what they give says nothing about values or is of another type. */
    private static final Set<String> TYPE_CHANGES = Set.of("Cast", "Shape", "Size");

    private static final Set<Integer> CODE_TYPES =
            Set.of(DataType.UINT8_VALUE, DataType.INT8_VALUE, DataType.UINT16_VALUE, DataType.INT16_VALUE);

    private static final int GEMM_RESULT_SCALE = 7;

    private final List<NodeProto> nodes;
    private final Map<String, NodeProto> producers = new HashMap<>();
    private final Map<String, Set<NodeProto>> readers = new HashMap<>();
    private final Set<String> inputs = new HashSet<>();
    private final Set<String> outputs = new HashSet<>();
    private final Set<String> constants = new HashSet<>();
    private final Set<String> codes = new HashSet<>();
    /** Values that an integer kernel gives, perhaps moved, and those that one reads. */
    private final Set<String> fromKernels = new HashSet<>();

    private final Set<String> intoKernels = new HashSet<>();

    RunningGraph(GraphProto graph) {
        nodes = graph.getNodeList().stream()
                .filter(node -> !FlatModel.isEntry(node))
                .toList();
        graph.getInputList().stream().map(ValueInfoProto::getName).forEach(inputs::add);
        graph.getOutputList().stream().map(ValueInfoProto::getName).forEach(outputs::add);
        graph.getInitializerList().forEach(tensor -> {
            constants.add(tensor.getName());
            if (CODE_TYPES.contains(tensor.getDataType())) {
                codes.add(tensor.getName());
            }
        });
        graph.getInputList().stream()
                .filter(input ->
                        CODE_TYPES.contains(input.getType().getTensorType().getElemType()))
                .map(ValueInfoProto::getName)
                .forEach(codes::add);
        // In the order of the data flow, as ONNX wants it.
        for (NodeProto node : nodes) {
            node.getOutputList().forEach(output -> producers.put(output, node));
            node.getInputList().forEach(input -> addReader(input, node));
            Subgraphs.capturedValues(node).forEach(input -> addReader(input, node));
            if (givesCodes(node)) {
                codes.addAll(node.getOutputList());
            }
        }
        followKernels();
    }

    /** Once through the graph each way: a value asks about its neighbour, and networks are deep. */
    private void followKernels() {
        fromKernels.addAll(inputs);
        for (NodeProto node : nodes) {
            if (!isConversion(node) && (isIntegerKernel(node) || movesFromKernel(node))) {
                fromKernels.addAll(node.getOutputList());
            }
        }
        intoKernels.addAll(outputs);
        for (NodeProto node : nodes.reversed()) {
            boolean leadsOn = isMove(node) && node.getOutputList().stream().anyMatch(intoKernels::contains);
            if (isIntegerKernel(node) || leadsOn) {
                node.getInputList().stream().filter(input -> !input.isEmpty()).forEach(intoKernels::add);
                intoKernels.addAll(Subgraphs.capturedValues(node));
            }
        }
    }

    /** Rows of a table of codes count as well: what is dequantized is less than what is stored. */
    private boolean movesFromKernel(NodeProto node) {
        return node.getInputCount() > 0
                && (constants.contains(node.getInput(0))
                        || node.getInputList().stream().filter(codes::contains).anyMatch(fromKernels::contains));
    }

    private void addReader(String value, NodeProto node) {
        if (!value.isEmpty()) {
            readers.computeIfAbsent(value, name -> new LinkedHashSet<>()).add(node);
        }
    }

    List<NodeProto> nodes() {
        return nodes;
    }

    Optional<NodeProto> producer(String value) {
        return Optional.ofNullable(producers.get(value));
    }

    Collection<NodeProto> readers(String value) {
        return readers.getOrDefault(value, Set.of());
    }

    static boolean isConversion(NodeProto node) {
        return CONVERSIONS.contains(node.getOpType());
    }

    /** Whether the node multiplies or adds integers. */
    static boolean isIntegerKernel(NodeProto node) {
        return INTEGER_KERNELS.contains(node.getOpType()) || node.getOpType().startsWith("QLinear");
    }

    /** Whether the node works on integers, if only to move them. */
    boolean worksOnCodes(NodeProto node) {
        return isIntegerKernel(node) || isMove(node);
    }

    /** Whether the conversion serves no integer kernel: what it costs brings nothing. */
    boolean isUnfused(NodeProto conversion) {
        String operand = conversion.getInput(0);
        return switch (conversion.getOpType()) {
            case "DequantizeLinear" ->
                constants.contains(operand)
                        || !fromKernels.contains(operand)
                        || onlyShapeIsRead(conversion.getOutput(0));
            default -> !intoKernels.contains(conversion.getOutput(0));
        };
    }

    private boolean onlyShapeIsRead(String value) {
        return !outputs.contains(value)
                && readers(value).stream().allMatch(reader -> reader.getOpType().equals("Shape"));
    }

    private boolean givesCodes(NodeProto node) {
        String operator = node.getOpType();
        if (operator.equals("QGemm")) {
            return node.getInputCount() > GEMM_RESULT_SCALE
                    && !node.getInput(GEMM_RESULT_SCALE).isEmpty();
        }
        return operator.equals("QuantizeLinear")
                || operator.equals("DynamicQuantizeLinear")
                || operator.startsWith("QLinear")
                || isMove(node);
    }

    private boolean isMove(NodeProto node) {
        return node.getInputCount() > 0
                && codes.contains(node.getInput(0))
                && !isConversion(node)
                && !isIntegerKernel(node)
                && !TYPE_CHANGES.contains(node.getOpType());
    }
}
