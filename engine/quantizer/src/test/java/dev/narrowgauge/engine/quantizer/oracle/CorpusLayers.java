package dev.narrowgauge.engine.quantizer.oracle;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;
import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;
import static dev.narrowgauge.engine.onnx.graph.Attributes.real;
import static dev.narrowgauge.engine.onnx.graph.Attributes.reals;
import static dev.narrowgauge.engine.onnx.graph.Attributes.text;
import static dev.narrowgauge.engine.onnx.model.ElementType.INT32;
import static dev.narrowgauge.engine.onnx.model.ElementType.INT64;
import static dev.narrowgauge.engine.onnx.model.ElementType.UINT8;

import dev.narrowgauge.engine.onnx.model.Tensors;
import java.util.ArrayList;
import java.util.List;

/** Operators of neural networks and of signal processing. */
final class CorpusLayers {
    private CorpusLayers() {}

    static void addTo(Corpus corpus) {
        products(corpus);
        pools(corpus);
        norms(corpus);
        recurrent(corpus);
        positions(corpus);
        losses(corpus);
        quantized(corpus);
    }

    private static void products(Corpus corpus) {
        corpus.add("Conv", c -> c.image(c.node("Conv", c.x(), c.weights(4, 4, 1, 1))));
        corpus.add(
                "Conv",
                c -> c.image(c.node(
                        "Conv",
                        List.of(c.x(), c.weights(4, 2, 3, 3), c.weights(4)),
                        integer("group", 2),
                        integers("pads", 1, 1, 1, 1))));
        corpus.add(
                "Conv",
                c -> c.result(c.node(
                        "Conv",
                        List.of(c.node("Reshape", c.x(), c.longs(1, 4, 36)), c.weights(3, 4, 3)),
                        text("auto_pad", "SAME_UPPER"))));
        corpus.add("Conv", c -> c.result(c.node("Conv", c.x(), c.input(3, 4, 3, 3))));
        corpus.add(
                "ConvTranspose",
                c -> c.result(c.node(
                        "ConvTranspose",
                        List.of(c.x(), c.weights(4, 3, 2, 2), c.weights(3)),
                        integers("strides", 2, 2))));
        corpus.add(
                "DeformConv",
                c -> c.result(c.node(
                        "DeformConv",
                        List.of(c.x(), c.weights(4, 4, 1, 1), c.weights(1, 2, 6, 6)),
                        integers("kernel_shape", 1, 1))));
        corpus.add("MatMul", c -> c.columns(c.node("MatMul", c.matrix(), c.weights(6, 6))));
        corpus.add(
                "MatMul",
                c -> c.image(c.node("MatMul", c.x(), c.node("Transpose", c.x(), integers("perm", 0, 1, 3, 2)))));
        corpus.add("MatMul", c -> c.result(c.node("MatMul", c.matrix(), c.weights(6))));
        corpus.add("Gemm", c -> c.columns(c.node("Gemm", List.of(c.matrix(), c.weights(6, 6), c.weights(6)))));
        corpus.add(
                "Gemm",
                c -> c.columns(c.node(
                        "Gemm",
                        List.of(c.matrix(), c.weights(6, 6), c.weights(1, 6)),
                        integer("transB", 1),
                        real("alpha", 0.5f),
                        real("beta", 2))));
        corpus.add("Gemm", c -> c.columns(c.node("Gemm", List.of(c.matrix(), c.input(6, 6), c.weights(6)))));
    }

    private static void pools(Corpus corpus) {
        for (String operator : List.of("AveragePool", "MaxPool", "LpPool")) {
            corpus.add(
                    operator,
                    c -> c.image(
                            c.node(operator, c.x(), integers("kernel_shape", 3, 3), integers("pads", 1, 1, 1, 1))));
            corpus.add(
                    operator,
                    c -> c.result(c.node(operator, c.x(), integers("kernel_shape", 2, 2), integers("strides", 2, 2))));
        }
        for (String operator : List.of("GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool")) {
            corpus.add(operator, c -> c.image(c.node("Mul", c.x(), c.node(operator, c.x()))));
        }
        corpus.add(
                "MaxPool",
                c -> {
                    List<String> results = c.nodes(
                            "MaxPool", List.of(c.x()), 2, integers("kernel_shape", 2, 2), integers("strides", 2, 2));
                    c.result(results.getFirst());
                    c.result(results.getLast(), INT64);
                },
                8);
        corpus.addCoarse(
                "MaxUnpool",
                c -> c.result(c.node(
                        "MaxUnpool",
                        c.nodes(
                                "MaxPool",
                                List.of(c.x()),
                                2,
                                integers("kernel_shape", 2, 2),
                                integers("strides", 2, 2)),
                        integers("kernel_shape", 2, 2),
                        integers("strides", 2, 2))));
    }

    private static void norms(Corpus corpus) {
        corpus.add(
                "BatchNormalization",
                c -> c.image(c.node(
                        "BatchNormalization",
                        List.of(
                                c.x(),
                                c.weights(4),
                                c.weights(4),
                                c.weights(4),
                                c.constant(Tensors.floats("", new float[] {1, 2, 0.5f, 3}, 4))))));
        corpus.add(
                "InstanceNormalization",
                c -> c.image(c.node("InstanceNormalization", List.of(c.x(), c.weights(4), c.weights(4)))));
        corpus.add(
                "LayerNormalization",
                c -> c.columns(c.node("LayerNormalization", List.of(c.matrix(), c.weights(6), c.weights(6)))));
        corpus.add(
                "GroupNormalization",
                c -> c.image(c.node(
                        "GroupNormalization",
                        List.of(c.x(), c.weights(c.since(21) ? 4 : 2), c.weights(c.since(21) ? 4 : 2)),
                        integer("num_groups", 2))));
    }

    private static void recurrent(Corpus corpus) {
        record Cell(String operator, int gates) {}
        for (Cell cell : List.of(new Cell("RNN", 1), new Cell("GRU", 3), new Cell("LSTM", 4))) {
            corpus.add(
                    cell.operator(),
                    c -> c.columns(recurrent(c, cell.operator(), cell.gates(), 1, "forward")
                            .getFirst()));
            corpus.add(cell.operator(), c -> {
                List<String> results = recurrent(c, cell.operator(), cell.gates(), 2, "bidirectional");
                c.columns(results.getFirst());
                c.columns(results.get(1));
            });
        }
    }

    private static List<String> recurrent(CorpusModel c, String operator, int gates, int directions, String direction) {
        List<String> inputs = new ArrayList<>(List.of(
                c.sequence(),
                c.weights(directions, gates * 6, 6),
                c.weights(directions, gates * 6, 6),
                c.weights(directions, 2 * gates * 6)));
        if (directions == 2) {
            inputs.add(c.constant(Tensors.int32("", new int[] {6, 5, 4, 3}, 4)));
        }
        return c.nodes(
                operator,
                inputs,
                operator.equals("LSTM") ? 3 : 2,
                integer("hidden_size", 6),
                text("direction", direction));
    }

    private static void positions(Corpus corpus) {
        corpus.add(
                "Resize",
                c -> c.result(
                        c.since(11)
                                ? c.node(
                                        "Resize",
                                        List.of(
                                                c.x(),
                                                c.since(13) ? "" : c.constant(Tensors.floats("", new float[0], 0)),
                                                c.constant(Tensors.floats("", new float[] {1, 1, 2, 2}, 4))),
                                        text("mode", "linear"))
                                : c.node(
                                        "Resize", c.x(), c.constant(Tensors.floats("", new float[] {1, 1, 2, 2}, 4)))));
        corpus.add(
                "Resize",
                c -> c.image(c.node("Resize", List.of(c.x(), "", "", c.longs(1, 4, 6, 6)), text("mode", "nearest"))),
                13);
        corpus.add(
                "Upsample",
                c -> c.result(
                        c.since(9)
                                ? c.node("Upsample", c.x(), c.constant(Tensors.floats("", new float[] {1, 1, 2, 2}, 4)))
                                : c.node("Upsample", c.x(), reals("scales", 1, 1, 2, 2))));
        corpus.add(
                "AffineGrid",
                c -> c.result(c.node(
                        "AffineGrid",
                        c.node(
                                "Reshape",
                                c.node("ReduceMean", c.x(), c.longs(1, 3), integer("keepdims", 0)),
                                c.longs(1, 2, 3)),
                        c.longs(1, 1, 4, 4))));
        corpus.add("GridSample", c -> c.image(c.node("GridSample", c.x(), c.node("Tanh", c.input(1, 6, 6, 2)))));
        corpus.add(
                "RoiAlign",
                c -> c.result(c.node(
                        "RoiAlign",
                        List.of(c.x(), c.constant(Tensors.floats("", new float[] {0, 0, 4, 4}, 1, 4)), c.longs(0)),
                        integer("output_height", 2),
                        integer("output_width", 2))));
        corpus.add(
                "MaxRoiPool",
                c -> c.result(c.node(
                        "MaxRoiPool",
                        c.x(),
                        c.constant(Tensors.floats("", new float[] {0, 0, 0, 4, 4}, 1, 5)),
                        integers("pooled_shape", 2, 2))));
        corpus.add(
                "DFT",
                c -> c.result(
                        c.since(20)
                                ? c.node("DFT", c.node("Reshape", c.x(), c.longs(4, 36, 1)), c.scalarLong(8))
                                : c.node(
                                        "DFT",
                                        c.node("Reshape", c.x(), c.longs(4, 36, 1)),
                                        c.scalarLong(8),
                                        integer("axis", 1))));
        corpus.add(
                "STFT",
                c -> c.result(c.node(
                        "STFT", List.of(c.node("Reshape", c.x(), c.longs(4, 36, 1)), c.scalarLong(4), c.weights(8)))));
    }

    private static void losses(Corpus corpus) {
        corpus.add(
                "NegativeLogLikelihoodLoss",
                c -> c.result(c.node("NegativeLogLikelihoodLoss", c.x(), c.input(INT64, 1, 6, 6))));
        corpus.add(
                "SoftmaxCrossEntropyLoss",
                c -> c.result(c.node("SoftmaxCrossEntropyLoss", c.x(), c.input(INT64, 1, 6, 6))));
    }

    /** Models that hold these are quantized already. */
    private static void quantized(Corpus corpus) {
        corpus.add(
                "QuantizeLinear",
                c -> c.image(c.node(
                        "DequantizeLinear",
                        List.of(
                                c.node("QuantizeLinear", List.of(c.x(), c.scalar(0.05f), zero(c))),
                                c.scalar(0.05f),
                                zero(c)))));
        corpus.add(
                "DequantizeLinear",
                c -> c.image(c.node("DequantizeLinear", List.of(c.integers(UINT8), c.scalar(0.05f), zero(c)))));
        corpus.add(
                "DynamicQuantizeLinear",
                c -> c.result(
                        c.nodes("DynamicQuantizeLinear", List.of(c.x()), 3).getFirst(), UINT8));
        corpus.add(
                "MatMulInteger", c -> c.result(c.node("MatMulInteger", c.integers(UINT8), c.integers(UINT8)), INT32));
        corpus.add(
                "ConvInteger",
                c -> c.result(
                        c.node(
                                "ConvInteger",
                                c.integers(UINT8),
                                c.constant(Tensors.uint8("", new byte[8], 2, 4, 1, 1))),
                        INT32));
        corpus.add(
                "QLinearMatMul",
                c -> c.result(
                        c.node(
                                "QLinearMatMul",
                                List.of(
                                        c.integers(UINT8),
                                        c.scalar(0.1f),
                                        zero(c),
                                        c.integers(UINT8),
                                        c.scalar(0.1f),
                                        zero(c),
                                        c.scalar(0.1f),
                                        zero(c))),
                        UINT8));
        corpus.add(
                "QLinearConv",
                c -> c.result(
                        c.node(
                                "QLinearConv",
                                List.of(
                                        c.integers(UINT8),
                                        c.scalar(0.1f),
                                        zero(c),
                                        c.constant(Tensors.uint8("", new byte[8], 2, 4, 1, 1)),
                                        c.scalar(0.1f),
                                        zero(c),
                                        c.scalar(0.1f),
                                        zero(c))),
                        UINT8));
    }

    private static String zero(CorpusModel c) {
        return c.constant(Tensors.uint8("", new byte[1]));
    }
}
