package dev.narrowgauge.checks.scale;

import dev.narrowgauge.checks.data.Samples;
import dev.narrowgauge.checks.data.Values;
import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.Tensors;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The transformer encoder of Devlin et al. 2019 as it is exported, operator by operator, with random weights: tokens in, the
 * mean of the last layer out.
 */
record Encoder(int layers, int width, int tokens, int vocabulary) implements GeneratedNetwork {
    private static final int HEAD = 64;
    private static final int INNER = 4;
    private static final double EMBEDDED = 1;
    private static final long SEED = 8;

    @Override
    public void write(Path file) {
        try (StreamedModel model = new StreamedModel(file, SEED)) {
            String ids = model.input("ids", ElementType.INT64, tokens);
            String table = model.matrix(vocabulary, width, EMBEDDED);
            String places = model.matrix(tokens, width, EMBEDDED);
            String x = model.node("Gather", List.of(table, ids), Attributes.integer("axis", 0));
            x = model.normalized(model.node("Add", List.of(x, places)), width);
            for (int layer = 0; layer < layers; layer++) {
                x = model.normalized(model.node("Add", List.of(x, attention(model, x))), width);
                x = model.normalized(model.node("Add", List.of(x, inner(model, x))), width);
            }
            model.output(model.node(
                    "ReduceMean", List.of(x), Attributes.integers("axes", 1), Attributes.integer("keepdims", 0)));
        }
    }

    @Override
    public Samples samples(int count) {
        SplittableRandom random = new SplittableRandom(SEED + 1);
        long[] ids = random.longs((long) count * tokens, 0, vocabulary).toArray();
        return Samples.of("ids", Values.longs(ids, count, tokens));
    }

    private String attention(StreamedModel model, String x) {
        String queries = heads(model, dense(model, x, width, width), 0, 2, 1, 3);
        String keys = heads(model, dense(model, x, width, width), 0, 2, 3, 1);
        String values = heads(model, dense(model, x, width, width), 0, 2, 1, 3);
        String scores = model.node("MatMul", List.of(queries, keys));
        String scale = model.constant(Tensors.floats("", new float[] {(float) (1 / Math.sqrt(HEAD))}));
        String weights = model.node(
                "Softmax", List.of(model.node("Mul", List.of(scores, scale))), Attributes.integer("axis", -1));
        String mixed = model.node("MatMul", List.of(weights, values));
        String joined = model.node("Transpose", List.of(mixed), Attributes.integers("perm", 0, 2, 1, 3));
        String flat = model.node("Reshape", List.of(joined, model.longs(0, tokens, width)));
        return dense(model, flat, width, width);
    }

    private String heads(StreamedModel model, String x, long... order) {
        String apart = model.node("Reshape", List.of(x, model.longs(0, tokens, width / HEAD, HEAD)));
        return model.node("Transpose", List.of(apart), Attributes.integers("perm", order));
    }

    private String inner(StreamedModel model, String x) {
        String wide = dense(model, x, width, INNER * width);
        String root = model.constant(Tensors.floats("", new float[] {(float) Math.sqrt(2)}));
        String one = model.constant(Tensors.floats("", new float[] {1}));
        String half = model.constant(Tensors.floats("", new float[] {0.5f}));
        String error = model.node("Erf", List.of(model.node("Div", List.of(wide, root))));
        String gated = model.node("Mul", List.of(wide, model.node("Add", List.of(error, one))));
        return dense(model, model.node("Mul", List.of(gated, half)), INNER * width, width);
    }

    private static String dense(StreamedModel model, String x, int inputs, int outputs) {
        String product = model.node("MatMul", List.of(x, model.matrix(inputs, outputs, 1 / Math.sqrt(inputs))));
        return model.node("Add", List.of(product, model.filled(0.01f, outputs)));
    }
}
