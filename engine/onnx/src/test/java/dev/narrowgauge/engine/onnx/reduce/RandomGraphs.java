package dev.narrowgauge.engine.onnx.reduce;

import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.OperatorSetIdProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Networks of many small nodes on rows of eight numbers, in which a Softplus and, somewhere behind it, an Elu is planted. */
final class RandomGraphs {
    static final int WIDTH = 8;

    private final SplittableRandom random;
    private final GraphProto.Builder graph =
            GraphProto.newBuilder().setName("random").setDocString("planted");
    private final List<String> values = new ArrayList<>(List.of("/in/put"));

    private RandomGraphs(long seed) {
        this.random = new SplittableRandom(seed);
    }

    static ModelProto planted(long seed, int nodes) {
        RandomGraphs graphs = new RandomGraphs(seed);
        graphs.graph.addInput(row("/in/put"));
        graphs.add(nodes / 3);
        String planted = graphs.node("Softplus", List.of(graphs.any()), "/planted/one");
        for (int i = graphs.random.nextInt(0, 5); i > 0; i--) {
            planted = graphs.node(i % 2 == 0 ? "Tanh" : "Sigmoid", List.of(planted), "/between/" + i);
        }
        graphs.add(nodes / 3);
        graphs.node("Elu", List.of(planted), "/planted/other");
        graphs.add(nodes / 3);
        graphs.graph.addOutput(row(graphs.values.getLast()));
        graphs.graph.addOutput(row("/planted/other"));
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .setProducerName("a company that nobody shall know")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .addOpsetImport(OperatorSetIdProto.newBuilder()
                        .setDomain("com.microsoft")
                        .setVersion(1))
                .setGraph(graphs.graph)
                .build();
    }

    private void add(int nodes) {
        for (int i = 0; i < nodes; i++) {
            switch (random.nextInt(4)) {
                case 0 -> node("Relu", List.of(any()), "/relu/" + values.size());
                case 1 -> node("Add", List.of(any(), any()), "/add/" + values.size());
                case 2 -> node("Mul", List.of(any(), any()), "/mul/" + values.size());
                default -> node("MatMul", List.of(any(), weights()), "/matmul/" + values.size());
            }
        }
    }

    private String any() {
        return values.get(random.nextInt(Math.max(0, values.size() - 6), values.size()));
    }

    private String weights() {
        String name = "/weights/" + graph.getInitializerCount();
        float[] numbers = new float[WIDTH * WIDTH];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextDouble(-1, 1);
        }
        graph.addInitializer(Tensors.floats(name, numbers, WIDTH, WIDTH));
        return name;
    }

    private String node(String opType, List<String> inputs, String result) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType(opType)
                .setName("node" + result)
                .addAllInput(inputs)
                .addOutput(result)
                .addAllAttribute(opType.equals("Elu") ? List.of(Attributes.real("alpha", 7)) : List.of()));
        values.add(result);
        return result;
    }

    private static ValueInfoProto row(String name) {
        ValueInfoProto.Builder value = ValueInfoProto.newBuilder().setName(name);
        value.getTypeBuilder()
                .getTensorTypeBuilder()
                .setElemType(1)
                .getShapeBuilder()
                .addDim(dim(1))
                .addDim(dim(WIDTH));
        return value.build();
    }

    private static dev.narrowgauge.engine.onnx.proto.TensorShapeProto.Dimension dim(long length) {
        return dev.narrowgauge.engine.onnx.proto.TensorShapeProto.Dimension.newBuilder()
                .setDimValue(length)
                .build();
    }
}
