package dev.narrowgauge.checks.zoo;

import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.OperatorSetIdProto;
import dev.narrowgauge.engine.onnx.proto.TensorShapeProto;
import dev.narrowgauge.engine.onnx.proto.TypeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Builds a network node by node; every method that adds a value returns its name. Weights are drawn from a seeded
 * generator with variances that keep the size of activations from layer to layer (He et al., Delving Deep into
 * Rectifiers, 2015).
 */
public final class NetworkBuilder {
    private static final int IR_VERSION = 8;

    private final GraphProto.Builder graph;
    private final String prefix;
    private final Random random;
    private final Map<String, String> outputNames = new HashMap<>();
    private final List<ValueInfoProto> outputs = new ArrayList<>();
    private int count;

    public NetworkBuilder(String name, long seed) {
        this(name, seed, "");
    }

    /** @param prefix of the names of all values, so that a branch has none of those around it */
    public NetworkBuilder(String name, long seed, String prefix) {
        graph = GraphProto.newBuilder().setName(name);
        random = new Random(seed);
        this.prefix = prefix;
    }

    /** Floats with any number of samples before the dimensions. */
    public String input(String name, long... dims) {
        return input(name, ElementType.FLOAT, dims);
    }

    public String input(String name, ElementType type, long... dims) {
        graph.addInput(value(name, type, dims));
        return name;
    }

    /** An input of a stream: it holds one step, and no number of samples before the dimensions. */
    public String fixedInput(String name, ElementType type, long... dims) {
        graph.addInput(declared(name, type, TensorShapeProto.newBuilder(), dims));
        return name;
    }

    public String floats(float[] values, long... dims) {
        String name = prefix + "constant" + count++;
        graph.addInitializer(Tensors.floats(name, values, dims));
        return name;
    }

    public String scalar(float value) {
        return floats(new float[] {value});
    }

    /** A list of whole numbers. */
    public String longs(long... values) {
        String name = prefix + "constant" + count++;
        graph.addInitializer(Tensors.int64(name, values, values.length));
        return name;
    }

    public String longScalar(long value) {
        String name = prefix + "constant" + count++;
        graph.addInitializer(Tensors.int64(name, new long[] {value}));
        return name;
    }

    /** Normally distributed values around a mean. */
    public String normal(double mean, double deviation, long... dims) {
        float[] values = new float[size(dims)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (mean + random.nextGaussian() * deviation);
        }
        return floats(values, dims);
    }

    /** Evenly distributed values. */
    public String uniform(double low, double high, long... dims) {
        float[] values = new float[size(dims)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(low, high);
        }
        return floats(values, dims);
    }

    public String node(String operator, List<String> inputs, AttributeProto... attributes) {
        return nodes(operator, 1, inputs, attributes).getFirst();
    }

    /** A node with several results. */
    public List<String> nodes(String operator, int results, List<String> inputs, AttributeProto... attributes) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < results; i++) {
            names.add(prefix + "value" + count++);
        }
        graph.addNode(NodeProto.newBuilder()
                .setName(operator + "_" + graph.getNodeCount())
                .setOpType(operator)
                .addAllInput(inputs)
                .addAllOutput(names)
                .addAllAttribute(List.of(attributes)));
        return names;
    }

    /** Makes a node's result an output under a name of its own. */
    public void output(String value, String name, ElementType type) {
        outputNames.put(value, name);
        outputs.add(ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type.number())))
                .build());
    }

    public void output(String value, String name) {
        output(value, name, ElementType.FLOAT);
    }

    public int nodeCount() {
        return graph.getNodeCount();
    }

    /** As a branch of another network, whose values it may read. */
    public GraphProto graph() {
        GraphProto.Builder built = graph.clone().clearNode().addAllOutput(outputs);
        graph.getNodeList().forEach(node -> built.addNode(renamed(node)));
        return built.build();
    }

    public ModelProto build(long opset) {
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("narrowgauge-checks")
                .setGraph(graph())
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset))
                .build();
    }

    private NodeProto renamed(NodeProto node) {
        return node.toBuilder()
                .clearInput()
                .clearOutput()
                .addAllInput(node.getInputList().stream().map(this::renamed).toList())
                .addAllOutput(node.getOutputList().stream().map(this::renamed).toList())
                .build();
    }

    private String renamed(String value) {
        return outputNames.getOrDefault(value, value);
    }

    private static int size(long... dims) {
        long size = 1;
        for (long dimension : dims) {
            size = Math.multiplyExact(size, dimension);
        }
        return Math.toIntExact(size);
    }

    private static ValueInfoProto value(String name, ElementType type, long... dims) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("batch"));
        return declared(name, type, shape, dims);
    }

    /** Negative lengths are free. */
    private static ValueInfoProto declared(
            String name, ElementType type, TensorShapeProto.Builder shape, long... dims) {
        for (long dimension : dims) {
            shape.addDim(
                    dimension < 0
                            ? TensorShapeProto.Dimension.newBuilder().setDimParam("length")
                            : TensorShapeProto.Dimension.newBuilder().setDimValue(dimension));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.number())
                                .setShape(shape)))
                .build();
    }
}
