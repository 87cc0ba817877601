package dev.narrowgauge.engine.onnx.model;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.FunctionProto;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.OperatorSetIdProto;
import dev.narrowgauge.engine.onnx.proto.SparseTensorProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.proto.TensorShapeProto;
import dev.narrowgauge.engine.onnx.proto.TypeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a model is, at a glance. Nodes and parameters are counted in the graph, its subgraphs and the model's functions;
 * initializers that IR 3 also lists as inputs are not inputs here.
 */
public record OnnxModelDescription(
        long irVersion,
        long opset,
        String producer,
        List<ValueInfo> inputs,
        List<ValueInfo> outputs,
        long parameterCount,
        long nodeCount,
        SortedMap<String, Integer> opCounts,
        boolean quantized) {
    private static final Set<String> QUANTIZED_OPERATORS = Set.of(
            "QuantizeLinear",
            "DequantizeLinear",
            "DynamicQuantizeLinear",
            "ConvInteger",
            "MatMulInteger",
            "QLinearConv",
            "QLinearMatMul",
            "MatMulNBits",
            "DynamicQuantizeMatMul",
            "MatMulIntegerToFloat",
            "QGemm",
            "QAttention");

    public OnnxModelDescription {
        requireNonNull(producer, "producer is null");
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        opCounts = Collections.unmodifiableSortedMap(new TreeMap<>(opCounts));
    }

    public static OnnxModelDescription of(ModelProto model) {
        GraphProto graph = model.getGraph();
        Counter counter = new Counter();
        counter.add(graph);
        for (FunctionProto function : model.getFunctionsList()) {
            function.getNodeList().forEach(counter::add);
        }
        Set<String> initialized = initializedNames(graph);
        return new OnnxModelDescription(
                model.getIrVersion(),
                defaultOpset(model),
                (model.getProducerName() + " " + model.getProducerVersion()).strip(),
                graph.getInputList().stream()
                        .filter(input -> !initialized.contains(input.getName()))
                        .map(OnnxModelDescription::describe)
                        .toList(),
                graph.getOutputList().stream()
                        .map(OnnxModelDescription::describe)
                        .toList(),
                counter.parameters,
                counter.nodes,
                counter.operators,
                counter.operators.keySet().stream().anyMatch(QUANTIZED_OPERATORS::contains));
    }

    static boolean isDefaultDomain(String domain) {
        return domain.isEmpty() || domain.equals("ai.onnx");
    }

    private static Set<String> initializedNames(GraphProto graph) {
        Set<String> names = new HashSet<>();
        graph.getInitializerList().forEach(tensor -> names.add(tensor.getName()));
        graph.getSparseInitializerList()
                .forEach(tensor -> names.add(tensor.getValues().getName()));
        return names;
    }

    private static long defaultOpset(ModelProto model) {
        return model.getOpsetImportList().stream()
                .filter(opset -> isDefaultDomain(opset.getDomain()))
                .mapToLong(OperatorSetIdProto::getVersion)
                .findFirst()
                .orElse(0);
    }

    private static ValueInfo describe(ValueInfoProto value) {
        TypeProto type = value.getType();
        if (!type.hasTensorType()) {
            return new ValueInfo(value.getName(), ElementType.UNDEFINED, List.of());
        }
        ElementType element =
                ElementType.ofNumber(type.getTensorType().getElemType()).orElse(ElementType.UNDEFINED);
        List<Long> dims = type.getTensorType().getShape().getDimList().stream()
                .map(OnnxModelDescription::dimension)
                .toList();
        return new ValueInfo(value.getName(), element, dims);
    }

    private static long dimension(TensorShapeProto.Dimension dimension) {
        return dimension.hasDimValue() && dimension.getDimValue() >= 0 ? dimension.getDimValue() : -1;
    }

    private static final class Counter {
        private final SortedMap<String, Integer> operators = new TreeMap<>();
        private long parameters;
        private long nodes;

        private void add(GraphProto graph) {
            graph.getNodeList().forEach(this::add);
            for (TensorProto tensor : graph.getInitializerList()) {
                parameters += elements(tensor.getDimsList());
            }
            for (SparseTensorProto tensor : graph.getSparseInitializerList()) {
                parameters += elements(tensor.getValues().getDimsList());
            }
        }

        private void add(NodeProto node) {
            nodes++;
            operators.merge(node.getOpType(), 1, Integer::sum);
            for (AttributeProto attribute : node.getAttributeList()) {
                if (attribute.hasG()) {
                    add(attribute.getG());
                }
                attribute.getGraphsList().forEach(this::add);
            }
        }

        private static long elements(List<Long> dims) {
            return dims.stream().reduce(1L, (left, right) -> left * right);
        }
    }
}
