package dev.narrowgauge.engine.quantizer.oracle;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;
import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;
import static dev.narrowgauge.engine.onnx.graph.Attributes.real;
import static dev.narrowgauge.engine.onnx.graph.Attributes.text;
import static dev.narrowgauge.engine.onnx.model.ElementType.BOOL;
import static dev.narrowgauge.engine.onnx.model.ElementType.FLOAT;
import static dev.narrowgauge.engine.onnx.model.ElementType.INT64;

import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.model.Tensors;
import java.util.List;

/** Operators that move values, pick some of them, or make up new ones. */
final class CorpusLayouts {
    private CorpusLayouts() {}

    static void addTo(Corpus corpus) {
        shapes(corpus);
        pieces(corpus);
        indices(corpus);
        makers(corpus);
    }

    private static void shapes(Corpus corpus) {
        corpus.add("Reshape", c -> c.columns(c.node("Reshape", c.x(), c.longs(0, -1, 6))));
        corpus.add("Reshape", c -> c.image(c.node("Reshape", c.x(), c.node("Shape", c.x()))));
        corpus.add("Flatten", c -> c.result(c.node("Flatten", c.x())));
        corpus.add("Flatten", c -> c.columns(c.node("Flatten", c.x(), integer("axis", 3))));
        corpus.add("Squeeze", c -> c.columns(c.moved("Squeeze", 13, "axes", List.of(c.x()), 0)));
        corpus.add("Squeeze", c -> c.columns(c.node("Squeeze", c.x())));
        corpus.add("Unsqueeze", c -> c.columns(c.moved("Unsqueeze", 13, "axes", List.of(c.x()), 1)));
        corpus.add("Transpose", c -> c.image(c.node("Transpose", c.x(), integers("perm", 0, 1, 3, 2))));
        corpus.add("Transpose", c -> c.result(c.node("Transpose", c.x())));
        corpus.add(
                "Expand",
                c -> c.image(
                        c.node("Expand", c.node("Reshape", c.input(1, 4), c.longs(1, 4, 1, 1)), c.longs(1, 4, 6, 6))));
        corpus.add("Expand", c -> c.result(c.node("Expand", c.x(), c.longs(2, 4, 6, 6))));
        corpus.add("Tile", c -> c.result(c.node("Tile", c.x(), c.longs(1, 1, 2, 1))));
        corpus.add("Shape", c -> c.result(c.node("Shape", c.x()), INT64));
        corpus.add("Size", c -> c.result(c.node("Size", c.x()), INT64));
        corpus.add("DepthToSpace", c -> c.result(c.node("DepthToSpace", c.x(), integer("blocksize", 2))));
        corpus.add("SpaceToDepth", c -> c.result(c.node("SpaceToDepth", c.x(), integer("blocksize", 2))));
        corpus.add("Trilu", c -> c.image(c.node("Trilu", c.x())));
        corpus.add("ReverseSequence", c -> c.columns(c.node("ReverseSequence", c.sequence(), c.longs(6, 3, 2, 1))));
        corpus.add(
                "CenterCropPad",
                c -> c.image(c.node(
                        "CenterCropPad",
                        c.node("CenterCropPad", c.x(), c.longs(4, 8), integers("axes", 2, 3)),
                        c.longs(6, 6),
                        integers("axes", 2, 3))));
        corpus.add(
                "Col2Im",
                c -> c.result(c.node(
                        "Col2Im", List.of(c.node("Reshape", c.x(), c.longs(1, 36, 4)), c.longs(4, 4), c.longs(3, 3)))));
    }

    private static void pieces(Corpus corpus) {
        corpus.add("Concat", c -> c.result(c.node("Concat", c.x(), c.weights(1, 2, 6, 6), integer("axis", 1))));
        corpus.add(
                "Concat",
                c -> c.image(c.node(
                        "Add",
                        c.x(),
                        c.node(
                                "Concat",
                                c.nodes(
                                        "Split",
                                        c.since(18) ? List.of(c.x(), c.longs(2, 2)) : List.of(c.x()),
                                        2,
                                        integer("axis", 1)),
                                integer("axis", 1)))));
        corpus.add("Concat", c -> c.result(c.node("Concat", c.x(), integer("axis", 1))));
        corpus.add("Split", c -> {
            List<String> parts = c.since(13)
                    ? c.nodes("Split", List.of(c.x(), c.longs(1, 3)), 2, integer("axis", 1))
                    : c.nodes("Split", List.of(c.x()), 2, integer("axis", 1), integers("split", 1, 3));
            c.result(parts.getFirst());
            c.result(parts.getLast());
        });
        corpus.add(
                "Slice",
                c -> c.result(
                        c.since(10)
                                ? c.node("Slice", List.of(c.x(), c.longs(1, 0), c.longs(3, 5), c.longs(1, 2)))
                                : c.node(
                                        "Slice",
                                        c.x(),
                                        integers("starts", 1, 0),
                                        integers("ends", 3, 5),
                                        integers("axes", 1, 2))));
        corpus.add(
                "Slice",
                c -> c.image(
                        c.since(10)
                                ? c.node("Slice", List.of(c.x(), c.longs(-1), c.longs(-100), c.longs(1), c.longs(-1)))
                                : c.node(
                                        "Slice",
                                        c.x(),
                                        integers("starts", 0),
                                        integers("ends", 100),
                                        integers("axes", 1))));
        corpus.add("Pad", c -> c.result(c.moved("Pad", 11, "pads", List.of(c.x()), 0, 0, 1, 1, 0, 0, 1, 1)));
        corpus.add(
                "Pad",
                c -> c.result(
                        c.since(11)
                                ? c.node("Pad", c.x(), c.longs(0, 0, 1, 2, 0, 0, 2, 1), text("mode", "reflect"))
                                : c.node(
                                        "Pad", c.x(), integers("pads", 0, 0, 1, 2, 0, 0, 2, 1), text("mode", "edge"))));
        corpus.add("Compress", c -> c.result(c.node("Compress", c.x(), c.input(BOOL, 4), integer("axis", 1))));
        corpus.add("Unique", c -> c.result(c.node("Unique", c.integers(INT64)), INT64));
        corpus.addCoarse("Unique", c -> {
            List<String> results = c.nodes("Unique", List.of(c.x()), 4);
            c.result(results.getFirst());
            c.result(results.getLast(), INT64);
        });
        corpus.add("NonZero", c -> c.result(c.node("NonZero", c.x()), INT64));
        corpus.add("TopK", c -> {
            List<String> results = c.since(10)
                    ? c.nodes("TopK", List.of(c.matrix(), c.longs(2)), 2)
                    : c.nodes("TopK", List.of(c.matrix()), 2, integer("k", 2));
            c.result(results.getFirst());
            c.result(results.getLast(), INT64);
        });
    }

    private static void indices(Corpus corpus) {
        corpus.add("Gather", c -> c.image(c.node("Gather", c.x(), c.longs(3, 2, 1, 0), integer("axis", 1))));
        corpus.add("Gather", c -> c.columns(c.node("Gather", c.weights(2, 6), c.input(INT64, 1, 3))));
        corpus.add("Gather", c -> c.result(c.node("Gather", c.node("Shape", c.x()), c.longs(1)), INT64));
        corpus.add(
                "GatherElements",
                c -> c.result(c.node("GatherElements", c.x(), c.input(INT64, 1, 2, 6, 6), integer("axis", 1))));
        corpus.add("GatherND", c -> c.result(c.node("GatherND", c.x(), c.input(INT64, 2, 2))));
        corpus.addCoarse(
                "Scatter",
                c -> c.image(c.node(
                        "Scatter",
                        List.of(
                                c.x(),
                                c.constant(Tensors.int64("", new long[] {1, 2}, 1, 2, 1, 1)),
                                c.weights(1, 2, 1, 1)),
                        integer("axis", 1))));
        corpus.addCoarse(
                "ScatterElements",
                c -> c.image(c.node(
                        "ScatterElements",
                        List.of(
                                c.x(),
                                c.constant(Tensors.int64("", new long[] {1, 2}, 1, 2, 1, 1)),
                                c.weights(1, 2, 1, 1)),
                        integer("axis", 1))));
        corpus.addCoarse(
                "ScatterND",
                c -> c.image(c.node(
                        "ScatterND",
                        List.of(c.x(), c.constant(Tensors.int64("", new long[] {0, 2}, 1, 2)), c.weights(1, 6, 6)))));
        corpus.add(
                "OneHot",
                c -> c.result(c.node(
                        "OneHot",
                        List.of(
                                c.input(INT64, 3),
                                c.scalarLong(4),
                                c.constant(Tensors.floats("", new float[] {0, 1}, 2))))));
        corpus.add(
                "ArgMax",
                c -> c.columns(c.node("Gather", c.matrix(), c.node("ArgMax", c.matrix(), integer("keepdims", 0)))));
        corpus.add(
                "NonMaxSuppression",
                c -> c.result(
                        c.node(
                                "NonMaxSuppression",
                                List.of(
                                        c.node("Reshape", c.unit(), c.longs(1, 36, 4)),
                                        c.node(
                                                "Reshape",
                                                c.moved("ReduceMean", 18, "axes", List.of(c.x()), 1),
                                                c.longs(1, 1, 36)),
                                        c.longs(3))),
                        INT64));
        corpus.add(
                "TfIdfVectorizer",
                c -> c.result(c.node(
                        "TfIdfVectorizer",
                        c.input(INT64, 12),
                        text("mode", "TF"),
                        integer("min_gram_length", 1),
                        integer("max_gram_length", 1),
                        integer("max_skip_count", 0),
                        integers("ngram_counts", 0),
                        integers("ngram_indexes", 0, 1),
                        integers("pool_int64s", 0, 1))));
    }

    private static void makers(Corpus corpus) {
        corpus.add(
                "Constant",
                c -> c.image(c.node(
                        "Add",
                        c.x(),
                        c.tiny()
                                .node(
                                        "Constant",
                                        List.of(),
                                        Attributes.tensor(
                                                "value", Tensors.floats("", new float[] {1, 2, 3, 4}, 4, 1, 1))))));
        corpus.add(
                "Constant",
                c -> c.result(c.tiny()
                        .node(
                                "Constant",
                                List.of(),
                                Attributes.tensor("value", Tensors.floats("", new float[] {1, 2}, 2)))));
        corpus.add(
                "Constant",
                c -> c.image(c.node("Add", c.x(), c.tiny().node("Constant", List.of(), real("value_float", 2)))),
                12);
        corpus.add(
                "ConstantOfShape",
                c -> c.image(c.node(
                        "Add",
                        c.x(),
                        c.node(
                                "ConstantOfShape",
                                c.node("Shape", c.x()),
                                Attributes.tensor("value", Tensors.floats("", new float[] {2}, 1))))));
        corpus.add(
                "ConstantOfShape",
                c -> c.image(c.node("Add", c.x(), c.node("ConstantOfShape", c.node("Shape", c.x())))));
        corpus.add("EyeLike", c -> c.columns(c.node("EyeLike", c.matrix())));
        corpus.add("EyeLike", c -> c.result(c.node("EyeLike", c.input(INT64, 6, 6)), INT64));
        corpus.add("EyeLike", c -> c.result(c.node("EyeLike", c.input(INT64, 6, 6), integer("dtype", 1))));
        corpus.add(
                "Range",
                c -> c.result(
                        c.node("Range", List.of(c.scalarLong(0), c.node("Size", c.x()), c.scalarLong(2))), INT64));
        corpus.add(
                "Range",
                c -> c.result(c.node(
                        "Range",
                        List.of(c.scalar(0), c.node("Cast", c.node("Size", c.x()), integer("to", 1)), c.scalar(1)))));
        for (String window : List.of("BlackmanWindow", "HammingWindow", "HannWindow")) {
            corpus.add(
                    window,
                    c -> c.columns(c.node(
                            "Mul",
                            c.matrix(),
                            c.node(
                                    window,
                                    c.node(
                                            "Squeeze",
                                            c.node(
                                                    "Slice",
                                                    List.of(c.node("Shape", c.x()), c.longs(3), c.longs(4))))))));
        }
        corpus.add(
                "MelWeightMatrix",
                c -> c.result(
                        c.tiny()
                                .node(
                                        "MelWeightMatrix",
                                        List.of(
                                                c.node(
                                                        "Squeeze",
                                                        c.node(
                                                                "Slice",
                                                                List.of(
                                                                        c.node("Shape", c.x()),
                                                                        c.longs(3),
                                                                        c.longs(4)))),
                                                c.scalarLong(16),
                                                c.scalarLong(8000),
                                                c.scalar(0),
                                                c.scalar(4000))),
                        FLOAT));
    }
}
