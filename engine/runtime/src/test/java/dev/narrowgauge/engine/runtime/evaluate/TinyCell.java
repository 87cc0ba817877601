package dev.narrowgauge.engine.runtime.evaluate;

import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.OnnxModelWriter;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.OperatorSetIdProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.proto.TensorShapeProto;
import dev.narrowgauge.engine.onnx.proto.TypeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * A recurrent cell {@code h' = f(h A + x B)}, {@code y = h' C}, as an ONNX model and as a plain loop in double precision.
 *
 * @param saturates whether f is the hyperbolic tangent, so that errors fade; without, A turns the state, and turns add up
 */
record TinyCell(boolean saturates, double[][] a, double[][] b, double[][] c) {
    static final int INPUTS = 3;
    private static final double TURN = 0.7;
    static final int STATES = 4;

    static TinyCell random(boolean saturates, long seed) {
        Random random = new Random(seed);
        double[][] kept = saturates ? matrix(random, STATES, STATES, 0.3) : turn(TURN);
        return new TinyCell(saturates, kept, matrix(random, INPUTS, STATES, 0.5), matrix(random, STATES, 2, 0.5));
    }

    private static double[][] matrix(Random random, int rows, int columns, double scale) {
        double[][] matrix = new double[rows][columns];
        for (double[] row : matrix) {
            for (int i = 0; i < columns; i++) {
                row[i] = (float) (scale * random.nextGaussian());
            }
        }
        return matrix;
    }

    private static double[][] turn(double angle) {
        double[][] turn = new double[STATES][STATES];
        for (int i = 0; i < STATES; i++) {
            int partner = i % 2 == 0 ? i + 1 : i - 1;
            turn[i][i] = (float) Math.cos(angle);
            turn[i][partner] = (float) (i % 2 == 0 ? Math.sin(angle) : -Math.sin(angle));
        }
        return turn;
    }

    /** With the weights of the inputs off by so much, each its own, and the turn. */
    TinyCell off(double share, long seed) {
        Random random = new Random(seed);
        double[][] other = new double[INPUTS][STATES];
        for (int i = 0; i < INPUTS; i++) {
            for (int j = 0; j < STATES; j++) {
                other[i][j] = (float) (b[i][j] * (1 + share * random.nextGaussian()));
            }
        }
        return new TinyCell(saturates, saturates ? a : turn(TURN * (1 + share)), other, c);
    }

    double[] next(double[] state, double[] input) {
        double[] kept = times(state, a);
        double[] read = times(input, b);
        for (int i = 0; i < STATES; i++) {
            kept[i] = saturates ? Math.tanh(kept[i] + read[i]) : kept[i] + read[i];
        }
        return kept;
    }

    double[] answer(double[] state) {
        return times(state, c);
    }

    private static double[] times(double[] row, double[][] matrix) {
        double[] result = new double[matrix[0].length];
        for (int i = 0; i < row.length; i++) {
            for (int j = 0; j < result.length; j++) {
                result[j] += row[i] * matrix[i][j];
            }
        }
        return result;
    }

    Path write(Path file, String before, String after) {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("cell")
                .addInput(row("x", INPUTS))
                .addInput(row(before, STATES))
                .addInitializer(weights("A", a))
                .addInitializer(weights("B", b))
                .addInitializer(weights("C", c))
                .addNode(node("MatMul", "kept", before, "A"))
                .addNode(node("MatMul", "read", "x", "B"))
                .addNode(node("Add", "sum", "kept", "read"))
                .addNode(saturates ? node("Tanh", after, "sum") : node("Identity", after, "sum"))
                .addNode(node("MatMul", "y", after, "C"))
                .addOutput(row("y", 2))
                .addOutput(row(after, STATES));
        OnnxModelWriter.write(
                ModelProto.newBuilder()
                        .setIrVersion(8)
                        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                        .setGraph(graph)
                        .build(),
                file);
        return file;
    }

    private static NodeProto node(String opType, String result, String... inputs) {
        return NodeProto.newBuilder()
                .setOpType(opType)
                .setName(result)
                .addAllInput(List.of(inputs))
                .addOutput(result)
                .build();
    }

    private static TensorProto weights(String name, double[][] values) {
        float[] all = new float[values.length * values[0].length];
        for (int i = 0; i < all.length; i++) {
            all[i] = (float) values[i / values[0].length][i % values[0].length];
        }
        return Tensors.floats(name, all, values.length, values[0].length);
    }

    private static ValueInfoProto row(String name, int length) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        shape.addDimBuilder().setDimValue(1);
        shape.addDimBuilder().setDimValue(length);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(ElementType.FLOAT.number())
                                .setShape(shape)))
                .build();
    }
}
