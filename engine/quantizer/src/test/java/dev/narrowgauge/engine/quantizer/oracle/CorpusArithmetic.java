package dev.narrowgauge.engine.quantizer.oracle;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;
import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;
import static dev.narrowgauge.engine.onnx.graph.Attributes.real;
import static dev.narrowgauge.engine.onnx.graph.Attributes.text;
import static dev.narrowgauge.engine.onnx.model.ElementType.BOOL;
import static dev.narrowgauge.engine.onnx.model.ElementType.FLOAT;
import static dev.narrowgauge.engine.onnx.model.ElementType.INT32;
import static dev.narrowgauge.engine.onnx.model.ElementType.INT64;
import static dev.narrowgauge.engine.onnx.model.ElementType.UINT8;

import java.util.List;

/** Operators that work on one element at a time, or on rows. */
final class CorpusArithmetic {
    private CorpusArithmetic() {}

    static void addTo(Corpus corpus) {
        functions(corpus);
        rows(corpus);
        pairs(corpus);
        truths(corpus);
        reductions(corpus);
    }

    private static void functions(Corpus corpus) {
        for (String operator : List.of(
                "Abs",
                "Asinh",
                "Atan",
                "Ceil",
                "Celu",
                "Cos",
                "Elu",
                "Erf",
                "Exp",
                "Floor",
                "Gelu",
                "HardSigmoid",
                "HardSwish",
                "Identity",
                "LeakyRelu",
                "Mish",
                "Neg",
                "Relu",
                "Round",
                "Selu",
                "Shrink",
                "Sigmoid",
                "Sign",
                "Sin",
                "Sinh",
                "Cosh",
                "Softplus",
                "Softsign",
                "Tanh",
                "ThresholdedRelu")) {
            corpus.add(operator, c -> c.image(c.node(operator, c.x())));
        }
        for (String operator : List.of("Acos", "Asin", "Atanh", "Tan", "Log", "Sqrt", "Reciprocal")) {
            corpus.add(
                    operator,
                    c -> c.image(
                            c.node(operator, c.node("Add", c.node("Mul", c.unit(), c.scalar(0.9f)), c.scalar(0.05f)))));
        }
        corpus.add("Acosh", c -> c.image(c.node("Acosh", c.aboveOne())));
        corpus.add("Gelu", c -> c.image(c.node("Gelu", c.x(), text("approximate", "tanh"))));
        corpus.add("Elu", c -> c.image(c.node("Elu", c.x(), real("alpha", 0.5f))));
        corpus.add(
                "Clip",
                c -> c.image(
                        c.since(11)
                                ? c.node("Clip", List.of(c.x(), c.scalar(0), c.scalar(6)))
                                : c.node("Clip", c.x(), real("min", 0), real("max", 6))));
        corpus.add(
                "Clip",
                c -> c.image(
                        c.since(11)
                                ? c.node("Clip", List.of(c.x(), "", c.scalar(1)))
                                : c.node("Clip", c.x(), real("max", 1))));
        corpus.add(
                "Cast",
                c -> c.image(c.node("Cast", c.node("Cast", c.x(), integer("to", INT32.number())), integer("to", 1))));
        corpus.add("Cast", c -> c.image(c.node("Cast", c.node("Cast", c.x(), integer("to", 10)), integer("to", 1))));
        corpus.add("Cast", c -> c.image(c.node("Cast", c.node("Cast", c.x(), integer("to", 11)), integer("to", 1))));
        corpus.add("CastLike", c -> c.image(c.node("CastLike", c.integers(INT32), c.x())));
        corpus.add("Dropout", c -> c.image(c.node("Dropout", c.x())));
        // what the mask holds where nothing is dropped has changed with the opset
        corpus.addCoarse("Dropout", c -> {
            List<String> results = c.nodes("Dropout", List.of(c.x()), 2);
            c.image(results.getFirst());
            c.result(results.getLast(), c.since(10) ? BOOL : FLOAT);
        });
        corpus.addRandom("Bernoulli", c -> c.image(c.node("Bernoulli", c.unit())));
        corpus.addRandom(
                "RandomNormal",
                c -> c.image(
                        c.node("Add", c.x(), c.tiny().node("RandomNormal", List.of(), integers("shape", 1, 4, 6, 6)))));
        corpus.addRandom(
                "RandomUniform",
                c -> c.image(c.node(
                        "Add", c.x(), c.tiny().node("RandomUniform", List.of(), integers("shape", 1, 4, 6, 6)))));
        corpus.addRandom("RandomNormalLike", c -> c.image(c.node("RandomNormalLike", c.x())));
        corpus.addRandom(
                "RandomNormalLike", c -> c.image(c.node("RandomNormalLike", c.integers(INT32), integer("dtype", 1))));
        corpus.addRandom("RandomUniformLike", c -> c.image(c.node("RandomUniformLike", c.x())));
        corpus.addRandom("Multinomial", c -> c.result(c.node("Multinomial", c.matrix()), INT32));
    }

    private static void rows(Corpus corpus) {
        for (String operator : List.of("Softmax", "LogSoftmax", "Hardmax")) {
            corpus.add(operator, c -> c.image(c.node(operator, c.x(), integer("axis", 1))));
            corpus.add(operator, c -> c.columns(c.node(operator, c.matrix())));
        }
        corpus.add("LpNormalization", c -> c.image(c.node("LpNormalization", c.x(), integer("axis", 1))));
        corpus.add("LRN", c -> c.image(c.node("LRN", c.x(), integer("size", 3))));
        corpus.add("MeanVarianceNormalization", c -> c.image(c.node("MeanVarianceNormalization", c.x())));
        corpus.add("CumSum", c -> c.image(c.node("CumSum", c.x(), c.scalarLong(2))));
        corpus.add("ArgMax", c -> c.result(c.node("ArgMax", c.x(), integer("axis", 1)), INT64));
        corpus.add("ArgMin", c -> c.result(c.node("ArgMin", c.x(), integer("axis", 3)), INT64));
        corpus.add(
                "Einsum", c -> c.columns(c.node("Einsum", c.matrix(), c.weights(6, 6), text("equation", "ij,jk->ik"))));
        corpus.add("Det", c -> c.result(c.node("Det", c.x())));
    }

    private static void pairs(Corpus corpus) {
        for (String operator : List.of("Add", "Sub", "Mul", "Max", "Min", "Sum", "Mean")) {
            corpus.add(operator, c -> c.image(c.node(operator, c.x(), c.weights(1, 4, 6, 6))));
            corpus.add(operator, c -> c.image(c.node(operator, c.x(), c.input(1, 4, 6, 6))));
        }
        corpus.add("Add", c -> c.image(c.node("Add", c.x(), c.x())));
        corpus.add("Add", c -> c.image(c.node("Add", c.scalar(3), c.x())));
        corpus.add("Add", c -> c.result(c.node("Add", c.integers(INT64), c.longs(1)), INT64));
        corpus.add("Mul", c -> c.image(c.node("Mul", c.x(), c.node("Sigmoid", c.x()))));
        corpus.add(
                "Max",
                c -> c.image(c.node("Max", List.of(c.x(), c.weights(1, 4, 6, 6), c.since(8) ? c.scalar(0) : c.x()))));
        corpus.add("Max", c -> c.image(c.node("Max", c.x())));
        corpus.add("Div", c -> c.image(c.node("Div", c.x(), c.aboveOne())));
        corpus.add("Div", c -> c.image(c.node("Div", c.x(), c.scalar(3))));
        corpus.add("Pow", c -> c.image(c.node("Pow", c.x(), c.scalar(2))));
        corpus.add("Pow", c -> c.image(c.node("Pow", c.aboveOne(), c.scalar(0.5f))));
        corpus.add("PRelu", c -> c.image(c.node("PRelu", c.x(), c.weights(4, 1, 1))));
        corpus.addCoarse("Mod", c -> c.image(c.node("Mod", c.aboveOne(), c.scalar(0.75f), integer("fmod", 1))));
        corpus.add("Mod", c -> c.result(c.node("Mod", c.integers(INT64), c.longs(3)), INT64));
        corpus.add(
                "BitShift",
                c -> c.result(
                        c.node("BitShift", c.integers(UINT8), c.integers(UINT8), text("direction", "RIGHT")), UINT8));
        for (String operator : List.of("BitwiseAnd", "BitwiseOr", "BitwiseXor")) {
            corpus.add(operator, c -> c.result(c.node(operator, c.integers(INT32), c.integers(INT32)), INT32));
        }
        corpus.add("BitwiseNot", c -> c.result(c.node("BitwiseNot", c.integers(INT32)), INT32));
    }

    private static void truths(Corpus corpus) {
        for (String operator : List.of("Greater", "Less", "GreaterOrEqual", "LessOrEqual")) {
            corpus.add(operator, c -> c.result(c.node(operator, c.x(), c.scalar(0.1f)), BOOL));
        }
        corpus.add("Equal", c -> c.result(c.node("Equal", c.integers(INT64), c.longs(3)), BOOL));
        corpus.add(
                "Equal",
                c -> c.result(
                        c.node(
                                "Equal",
                                c.since(11) ? c.x() : c.integers(INT32),
                                c.since(11) ? c.x() : c.integers(INT32)),
                        BOOL));
        for (String operator : List.of("And", "Or", "Xor")) {
            corpus.add(operator, c -> c.result(c.node(operator, c.truths(), c.input(BOOL, 1, 4, 6, 6)), BOOL));
        }
        corpus.add("Not", c -> c.result(c.node("Not", c.truths()), BOOL));
        corpus.add("IsNaN", c -> c.result(c.node("IsNaN", c.x()), BOOL));
        corpus.add("IsInf", c -> c.result(c.node("IsInf", c.x()), BOOL));
        corpus.add(
                "Where",
                c -> c.image(c.node(
                        "Softmax", c.node("Where", List.of(c.truths(), c.x(), c.scalar(-1e9f))), integer("axis", 3))));
        corpus.add(
                "Where",
                c -> c.image(c.node("Where", List.of(c.input(BOOL, 1, 4, 6, 6), c.x(), c.weights(1, 4, 6, 6)))));
    }

    private static void reductions(Corpus corpus) {
        for (String operator : List.of(
                "ReduceL1",
                "ReduceL2",
                "ReduceLogSumExp",
                "ReduceMax",
                "ReduceMean",
                "ReduceMin",
                "ReduceSum",
                "ReduceSumSquare")) {
            long asInput = operator.equals("ReduceSum") ? 13 : 18;
            corpus.add(operator, c -> c.result(c.moved(operator, asInput, "axes", List.of(c.x()), 2, 3)));
            corpus.add(
                    operator,
                    c -> c.image(c.node("Add", c.x(), c.moved(operator, asInput, "axes", List.of(c.x()), 1))));
            corpus.add(
                    operator,
                    c -> c.result(
                            c.node(operator, c.node("Reshape", c.unit(), c.longs(1, 144)), integer("keepdims", 0))));
        }
        corpus.addCoarse("ReduceProd", c -> c.result(c.moved("ReduceProd", 18, "axes", List.of(c.x()), 2, 3)));
        corpus.addCoarse("ReduceProd", c -> c.result(c.node("ReduceProd", c.x())));
        corpus.add("ReduceLogSum", c -> c.result(c.moved("ReduceLogSum", 18, "axes", List.of(c.aboveOne()), 2, 3)));
        corpus.add("ReduceMax", c -> c.result(c.moved("ReduceMax", 18, "axes", List.of(c.integers(INT32)), 1), INT32));
    }
}
