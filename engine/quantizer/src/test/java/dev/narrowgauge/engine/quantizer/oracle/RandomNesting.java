package dev.narrowgauge.engine.quantizer.oracle;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;
import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;

import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.OperatorSetIdProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A model of convolutions, products and recurrent layers in If, Loop and Scan within each other. All values are
 * {@code [1, 48, 4]}. Graphs read values and weights of those around them, and graphs beside each other use the same names.
 */
final class RandomNesting {
    private static final int CHANNELS = 48;
    private static final int LENGTH = 4;
    private static final int DEEPEST = 3;

    private final Random random;

    /** Of one graph: names are numbered from the depth on, so that those of neighbours are equal. */
    private final class Body {
        private final Body outer;
        private final int depth;
        private final GraphProto.Builder graph = GraphProto.newBuilder();
        private final List<String> values = new ArrayList<>();
        private final Map<String, List<String>> weights = new HashMap<>();
        private int count;

        Body(Body outer) {
            this.outer = outer;
            this.depth = outer == null ? 0 : outer.depth + 1;
            graph.setName("graph");
        }

        private String name(String stem) {
            return stem + depth + "_" + count++;
        }

        String input(String stem, ElementType type, long... dims) {
            String name = name(stem);
            graph.addInput(TinyModel.value(name, type, dims));
            return name;
        }

        String node(String opType, List<String> inputs, AttributeProto... attributes) {
            return nodes(opType, 1, inputs, attributes).getFirst();
        }

        List<String> nodes(String opType, int results, List<String> inputs, AttributeProto... attributes) {
            List<String> outputs = new ArrayList<>();
            for (int i = 0; i < results; i++) {
                outputs.add(name("v"));
            }
            NodeProto.Builder node = NodeProto.newBuilder()
                    .setOpType(opType)
                    .addAllInput(inputs)
                    .addAllOutput(outputs)
                    .addAllAttribute(List.of(attributes));
            if (random.nextInt(4) > 0) {
                node.setName(opType + "_" + count);
            }
            graph.addNode(node);
            return outputs;
        }

        String constant(TensorProto tensor) {
            graph.addInitializer(tensor);
            return tensor.getName();
        }

        String numbers(long... values) {
            return constant(Tensors.int64(name("k"), values, values.length));
        }

        /** Sometimes those of a graph around it. */
        String weights(double deviation, long... dims) {
            String shape = Arrays.toString(dims);
            List<String> known = new ArrayList<>();
            for (Body body = this; body != null; body = body.outer) {
                known.addAll(body.weights.getOrDefault(shape, List.of()));
            }
            if (!known.isEmpty() && random.nextInt(3) == 0) {
                return known.get(random.nextInt(known.size()));
            }
            int size = 1;
            for (long dimension : dims) {
                size *= (int) dimension;
            }
            float[] floats = new float[size];
            for (int i = 0; i < size; i++) {
                floats[i] = (float) (random.nextGaussian() * deviation);
            }
            String name = constant(Tensors.floats(name("w"), floats, dims));
            weights.computeIfAbsent(shape, key -> new ArrayList<>()).add(name);
            return name;
        }

        /** Of this graph, or of one around it. */
        String pick() {
            Body body = this;
            while (body.outer != null && (body.values.isEmpty() || random.nextInt(4) == 0)) {
                body = body.outer;
            }
            List<String> all = body.values;
            return all.get(all.size() - 1 - random.nextInt(Math.min(3, all.size())));
        }

        void fill(int steps) {
            for (int i = 0; i < steps; i++) {
                values.add(step());
            }
        }

        private String step() {
            boolean nests = depth < DEEPEST && random.nextInt(depth + 2) == 0;
            if (nests) {
                return switch (random.nextInt(4)) {
                    case 0 -> loop();
                    case 1 -> scan();
                    default -> condition();
                };
            }
            return switch (random.nextInt(8)) {
                case 0, 1, 2 -> conv(pick());
                case 3, 4 -> product(pick());
                case 5 -> recurrent(pick());
                case 6 -> node("Relu", List.of(conv(pick())));
                default -> node("Tanh", List.of(node("Add", List.of(pick(), pick()))));
            };
        }

        private String conv(String value) {
            return node(
                    "Conv",
                    List.of(value, weights(0.08, CHANNELS, CHANNELS, 3), weights(0.3, CHANNELS)),
                    integers("pads", 1, 1));
        }

        private String product(String value) {
            String rows = node("Transpose", List.of(value), integers("perm", 0, 2, 1));
            String product = node("MatMul", List.of(rows, weights(0.14, CHANNELS, CHANNELS)));
            return node("Transpose", List.of(product), integers("perm", 0, 2, 1));
        }

        private String recurrent(String value) {
            String steps = node("Transpose", List.of(value), integers("perm", 2, 0, 1));
            long gates = 4L * CHANNELS;
            List<String> read = List.of(steps, weights(0.14, 1, gates, CHANNELS), weights(0.14, 1, gates, CHANNELS));
            String states =
                    nodes("LSTM", 3, read, integer("hidden_size", CHANNELS)).getFirst();
            String rows = node("Squeeze", List.of(states, numbers(1)));
            return node("Transpose", List.of(rows), integers("perm", 1, 2, 0));
        }

        private String condition() {
            String mean = node("ReduceMean", List.of(pick()), integer("keepdims", 0));
            String threshold = constant(Tensors.floats(name("k"), new float[] {random.nextFloat() - 0.5f}));
            return node(
                    "If",
                    List.of(node("Greater", List.of(mean, threshold))),
                    Attributes.graph("then_branch", branch()),
                    Attributes.graph("else_branch", branch()));
        }

        private GraphProto branch() {
            Body body = new Body(this);
            body.fill(1 + random.nextInt(4));
            return body.giving(body.values.getLast());
        }

        private String loop() {
            Body body = new Body(this);
            body.input("i", ElementType.INT64);
            String goOn = body.input("c", ElementType.BOOL);
            body.values.add(body.input("s", ElementType.FLOAT, 1, CHANNELS, LENGTH));
            body.fill(1 + random.nextInt(3));
            String state = body.node("Tanh", List.of(body.values.getLast()));
            String same = body.node("Identity", List.of(goOn));
            body.graph.addOutput(TinyModel.value(same, ElementType.BOOL));
            String turns = constant(Tensors.int64(name("k"), new long[] {1 + random.nextInt(3)}));
            String each = body.node("Relu", List.of(state));
            GraphProto graph = body.giving(state, each);
            List<String> results = nodes("Loop", 2, List.of(turns, "", pick()), Attributes.graph("body", graph));
            String mean = node("ReduceMean", List.of(results.get(1)), integers("axes", 0), integer("keepdims", 0));
            return node("Add", List.of(results.get(0), mean));
        }

        private String scan() {
            Body body = new Body(this);
            String state = body.input("s", ElementType.FLOAT, 1, CHANNELS, LENGTH);
            String row = body.input("r", ElementType.FLOAT, 1, CHANNELS);
            String product = body.node("MatMul", List.of(row, body.weights(0.14, CHANNELS, CHANNELS)));
            body.values.add(body.node(
                    "Add", List.of(state, body.node("Unsqueeze", List.of(product, body.numbers(2))))));
            body.fill(random.nextInt(3));
            String next = body.node("Tanh", List.of(body.values.getLast()));
            String rows = node("Transpose", List.of(pick()), integers("perm", 2, 0, 1));
            body.give(next, 1, CHANNELS, LENGTH);
            body.give(product, 1, CHANNELS);
            List<String> results = nodes(
                    "Scan",
                    2,
                    List.of(pick(), rows),
                    integer("num_scan_inputs", 1),
                    Attributes.graph("body", body.graph.build()));
            String given = node("Transpose", List.of(results.get(1)), integers("perm", 1, 2, 0));
            return node("Add", List.of(results.get(0), given));
        }

        private GraphProto giving(String... results) {
            List.of(results).forEach(result -> give(result, 1, CHANNELS, LENGTH));
            return graph.build();
        }

        /** Only what the graph itself computes, and nothing twice. */
        private void give(String result, long... dims) {
            graph.addOutput(TinyModel.value(node("Identity", List.of(result)), ElementType.FLOAT, dims));
        }
    }

    private RandomNesting(Random random) {
        this.random = random;
    }

    static ModelProto of(Random random) {
        return new RandomNesting(random).model();
    }

    private ModelProto model() {
        Body main = new Body(null);
        main.values.add(main.input("x", ElementType.FLOAT, 1, CHANNELS, LENGTH));
        main.fill(1 + random.nextInt(3));
        String nested = main.condition();
        main.values.add(nested);
        main.fill(random.nextInt(3));
        GraphProto graph = main.giving(main.node("Add", List.of(nested, main.values.getLast())));
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .setGraph(graph)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(17))
                .build();
    }
}
