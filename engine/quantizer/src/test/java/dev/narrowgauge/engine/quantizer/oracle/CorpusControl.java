package dev.narrowgauge.engine.quantizer.oracle;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;
import static dev.narrowgauge.engine.onnx.graph.Attributes.text;
import static dev.narrowgauge.engine.onnx.model.ElementType.BOOL;
import static dev.narrowgauge.engine.onnx.model.ElementType.INT64;
import static dev.narrowgauge.engine.onnx.model.ElementType.STRING;
import static dev.narrowgauge.engine.quantizer.oracle.CorpusModel.inner;

import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.model.Tensors;
import java.util.List;

/** Operators with bodies, and those whose values are sequences, options or texts. */
final class CorpusControl {
    private CorpusControl() {}

    static void addTo(Corpus corpus) {
        bodies(corpus);
        sequences(corpus);
        texts(corpus);
    }

    private static void bodies(Corpus corpus) {
        corpus.add(
                "If",
                c -> c.image(c.node(
                        "If",
                        c.input(BOOL, 1),
                        Attributes.graph(
                                "then_branch",
                                c.body(
                                        "then",
                                        List.of(),
                                        List.of("f_kept"),
                                        inner("Identity", List.of(c.x()), "f_kept"))),
                        Attributes.graph(
                                "else_branch",
                                c.body(
                                        "else",
                                        List.of(),
                                        List.of("f_negated"),
                                        inner("Neg", List.of(c.x()), "f_negated"))))));
        corpus.add("If", c -> {
            String weights = c.weights(4, 4, 1, 1);
            String convolved = c.node("Conv", c.x(), weights);
            c.image(c.node(
                    "If",
                    c.input(BOOL, 1),
                    Attributes.graph(
                            "then_branch",
                            c.body(
                                    "then",
                                    List.of(),
                                    List.of("f_conv"),
                                    inner("Conv", List.of(convolved, weights), "f_conv"))),
                    Attributes.graph(
                            "else_branch",
                            c.body(
                                    "else",
                                    List.of(),
                                    List.of("f_tanh"),
                                    inner("Tanh", List.of(convolved), "f_tanh")))));
        });
        corpus.add(
                "Loop",
                c -> c.image(c.node(
                        "Loop",
                        List.of(c.scalarLong(3), "", c.x()),
                        Attributes.graph(
                                "body",
                                c.body(
                                        "body",
                                        List.of("i_step", "b_before", "f_before"),
                                        List.of("b_after", "f_after"),
                                        inner("Identity", List.of("b_before"), "b_after"),
                                        inner("Add", List.of("f_before", c.x()), "f_after"))))));
        corpus.add(
                "Scan",
                c -> c.columns(c.nodes(
                                "Scan",
                                List.of(c.weights(4, 6), c.sequence()),
                                2,
                                integer("num_scan_inputs", 1),
                                Attributes.graph(
                                        "body",
                                        c.body(
                                                "body",
                                                List.of("f_state", "f_row"),
                                                List.of("f_sum", "f_copy"),
                                                inner("Add", List.of("f_state", "f_row"), "f_sum"),
                                                inner("Identity", List.of("f_sum"), "f_copy"))))
                        .getLast()),
                9);
        corpus.add(
                "SequenceMap",
                c -> c.columns(c.node(
                        "ConcatFromSequence",
                        c.node(
                                "SequenceMap",
                                c.node("SplitToSequence", c.matrix()),
                                Attributes.graph(
                                        "body",
                                        c.body(
                                                "body",
                                                List.of("f_in"),
                                                List.of("f_out"),
                                                inner("Neg", List.of("f_in"), "f_out")))),
                        integer("axis", 0))));
    }

    private static void sequences(Corpus corpus) {
        corpus.add(
                "SequenceConstruct",
                c -> c.image(c.node(
                        "SequenceAt", c.node("SequenceConstruct", c.x(), c.weights(1, 4, 6, 6)), c.scalarLong(0))));
        corpus.add(
                "SequenceAt",
                c -> c.image(c.node(
                        "Relu",
                        c.node(
                                "SequenceAt",
                                c.node("SequenceConstruct", c.x(), c.node("Neg", c.x())),
                                c.scalarLong(1)))));
        corpus.add(
                "SequenceLength",
                c -> c.result(c.node("SequenceLength", c.node("SequenceConstruct", c.x(), c.x())), INT64));
        corpus.add(
                "SequenceEmpty",
                c -> c.image(c.node(
                        "SequenceAt",
                        c.node("SequenceInsert", c.tiny().node("SequenceEmpty", List.of()), c.x()),
                        c.scalarLong(0))));
        corpus.add(
                "SequenceInsert",
                c -> c.columns(c.node(
                        "ConcatFromSequence",
                        c.node("SequenceInsert", c.node("SequenceConstruct", c.matrix()), c.matrix()),
                        integer("axis", 0))));
        corpus.add(
                "SequenceErase",
                c -> c.image(c.node(
                        "SequenceAt",
                        c.node(
                                "SequenceErase",
                                c.node("SequenceConstruct", c.x(), c.node("Neg", c.x())),
                                c.scalarLong(0)),
                        c.scalarLong(0))));
        corpus.add(
                "SplitToSequence",
                c -> c.columns(
                        c.node("SequenceAt", c.node("SplitToSequence", c.matrix(), c.longs(12, 12)), c.scalarLong(1))));
        corpus.add(
                "ConcatFromSequence",
                c -> c.result(
                        c.node("ConcatFromSequence", c.node("SequenceConstruct", c.x(), c.x()), integer("axis", 1))));
        corpus.add("Optional", c -> c.image(c.node("OptionalGetElement", c.node("Optional", c.x()))));
        corpus.add(
                "OptionalGetElement",
                c -> c.image(c.node("OptionalGetElement", c.since(18) ? c.x() : c.node("Optional", c.x()))));
        corpus.add("OptionalHasElement", c -> c.result(c.node("OptionalHasElement", c.node("Optional", c.x())), BOOL));
    }

    private static void texts(Corpus corpus) {
        corpus.add("StringNormalizer", c -> c.result(c.node("StringNormalizer", c.input(STRING, 3)), STRING));
        corpus.add(
                "StringConcat", c -> c.result(c.node("StringConcat", c.input(STRING, 3), c.input(STRING, 3)), STRING));
        corpus.add(
                "StringSplit",
                c -> c.result(
                        c.nodes("StringSplit", List.of(c.input(STRING, 3)), 2).getLast(), INT64));
        corpus.add(
                "RegexFullMatch",
                c -> c.result(c.node("RegexFullMatch", c.input(STRING, 3), text("pattern", "a.*")), BOOL));
        corpus.add("Shape", c -> c.result(c.node("Shape", c.input(STRING, 3)), INT64));
        corpus.add(
                "Tile",
                c -> c.image(c.node(
                        "Tile",
                        c.x(),
                        c.node(
                                "ConstantOfShape",
                                c.longs(4),
                                Attributes.tensor("value", Tensors.int64("", new long[] {1}, 1))))),
                9);
    }
}
