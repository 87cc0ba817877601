package dev.narrowgauge.checks.aa;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;

import dev.narrowgauge.checks.judge.Timing;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.onnx.model.OnnxModelWriter;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A classifier of images with a branch beside it that costs a known part of its time and adds nothing to its answers: a
 * matrix product over the image, as wide as is needed for that cost, whose sums meet weights of zero.
 */
final class ExtraBranch {
    private static final int ROWS = 96;
    private static final int DEPTH = 32;
    private static final int CLASSES = 10;

    /** Wide enough to cost a good part of the model's time, so that the cost of one column is known well. */
    private static final int FIRST_WIDTH = 512;

    private static final int TRIES = 6;
    private static final double TOLERANCE = 0.004;
    private static final long SEED = 7;

    private final ModelProto model;
    private final Path file;
    private final Path data;
    private final Path target;

    private ExtraBranch(Path file, Path data, Path target) {
        this.model = OnnxModelReader.read(file).proto();
        this.file = file;
        this.data = data;
        this.target = target;
    }

    /**
     * @param data samples of the model's input, images of 3 x 32 x 32 values
     * @param cost share of the model's time
     * @param target where the model with its branch is written
     */
    static void write(Path model, Path data, double cost, Path target) {
        new ExtraBranch(model, data, target).fit(cost);
    }

    private void fit(double cost) {
        int width = FIRST_WIDTH;
        double found = costOf(width);
        for (int tries = 0; tries < TRIES; tries++) {
            width = Math.max(1, (int) Math.round(width * cost / found));
            found = costOf(width);
            if (Math.abs(found - cost) <= TOLERANCE) {
                return;
            }
        }
        throw new NarrowgaugeException(
                ErrorCode.INTERNAL_ERROR,
                "%s: no branch was found that costs %.3f of its time; one of %d columns costs %.3f."
                        .formatted(file, cost, width, found));
    }

    private double costOf(int width) {
        OnnxModelWriter.write(with(width), target);
        return Math.max(1e-3, Timing.ratio(file, target, data).estimate() - 1);
    }

    private ModelProto with(int width) {
        GraphProto graph = model.getGraph();
        String image = graph.getInput(0).getName();
        String answer = graph.getOutput(0).getName();
        float[] weights = new float[DEPTH * width];
        Random random = new Random(SEED);
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        GraphProto.Builder changed = graph.toBuilder()
                .clearNode()
                .addInitializer(Tensors.int64("extra_shape", new long[] {-1, ROWS, DEPTH}, 3))
                .addInitializer(Tensors.floats("extra_weights", weights, DEPTH, width))
                .addInitializer(Tensors.int64("extra_axes", new long[] {1}, 1))
                .addInitializer(Tensors.floats("extra_zeros", new float[width * CLASSES], width, CLASSES));
        graph.getNodeList().forEach(node -> changed.addNode(renamed(node, answer)));
        changed.addNode(node("Reshape", "extra_rows", image, "extra_shape"))
                .addNode(node("MatMul", "extra_products", "extra_rows", "extra_weights"))
                .addNode(node("ReduceSum", "extra_sums", "extra_products", "extra_axes").toBuilder()
                        .addAttribute(integer("keepdims", 0)))
                .addNode(node("MatMul", "extra_nothing", "extra_sums", "extra_zeros"))
                .addNode(node("Add", answer, answer + "_alone", "extra_nothing"));
        return model.toBuilder().setGraph(changed).build();
    }

    private static NodeProto renamed(NodeProto node, String answer) {
        List<String> outputs = node.getOutputList().stream()
                .map(output -> output.equals(answer) ? answer + "_alone" : output)
                .toList();
        return node.toBuilder().clearOutput().addAllOutput(outputs).build();
    }

    private static NodeProto node(String operator, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setName(output + "_node")
                .setOpType(operator)
                .addAllInput(Arrays.asList(inputs))
                .addOutput(output)
                .build();
    }
}
