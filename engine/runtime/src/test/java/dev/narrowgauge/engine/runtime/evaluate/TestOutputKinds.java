package dev.narrowgauge.engine.runtime.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxJavaType;
import dev.narrowgauge.domain.decision.OutputKind;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TestOutputKinds {
    private static final int SAMPLES = 4;

    private final Random random = new Random(11);

    @Test
    void takesDistributionsForClassesOrSequences() {
        assertThat(kind(output("y", distributions(SAMPLES, 10), SAMPLES, 10), "Softmax"))
                .isEqualTo(OutputKind.CLASSES);
        assertThat(kind(output("y", distributions(SAMPLES * 6, 10), SAMPLES, 6, 10), "Softmax"))
                .isEqualTo(OutputKind.SEQUENCES);
        assertThat(kind(output("y", logarithms(distributions(SAMPLES * 6, 10)), SAMPLES, 6, 10), "LogSoftmax"))
                .isEqualTo(OutputKind.SEQUENCES);
    }

    @Test
    void takesScoresOfAnchorsForProbabilities() {
        assertThat(kind(output("scores", distributions(SAMPLES * 6, 2), SAMPLES, 6, 2), "Softmax"))
                .isEqualTo(OutputKind.PROBABILITIES);
        OutputComparison scores = output("scores", distributions(SAMPLES * 6, 21), SAMPLES, 6, 21);
        OutputComparison boxes = output("y", gaussian(SAMPLES * 6 * 4), SAMPLES, 6, 4);
        var kinds = new OutputKinds(hints("scores", "Softmax"), List.of(scores, boxes));
        assertThat(kinds.of(scores)).isEqualTo(OutputKind.PROBABILITIES);
        assertThat(kinds.of(boxes)).isEqualTo(OutputKind.VALUES);
    }

    @Test
    void takesSigmoidsForProbabilitiesAndTheirMapsForValues() {
        assertThat(kind(output("y", random.doubles(SAMPLES).toArray(), SAMPLES, 1), "Sigmoid"))
                .isEqualTo(OutputKind.PROBABILITIES);
        double[] map = random.doubles(SAMPLES * 16 * 9).toArray();
        assertThat(kind(output("y", map, SAMPLES, 9, 4, 4), "Sigmoid")).isEqualTo(OutputKind.VALUES);
        assertThat(kind(output("y", map, SAMPLES, 1, 12, 12), "Sigmoid")).isEqualTo(OutputKind.VALUES);
    }

    @Test
    void takesTheLastLayerOfAClassifierForClasses() {
        double[] logits = gaussian(SAMPLES * 10);
        assertThat(kind(output("y", logits, SAMPLES, 10), "Gemm")).isEqualTo(OutputKind.CLASSES);
        assertThat(kind(output("logits", logits, SAMPLES, 10), "Mul")).isEqualTo(OutputKind.CLASSES);
        assertThat(kind(output("y", gaussian(SAMPLES * 10), SAMPLES, 10, 1, 1), "Conv"))
                .isEqualTo(OutputKind.CLASSES);
    }

    @Test
    void takesEmbeddingsForValues() {
        double[] values = gaussian(SAMPLES * 32);
        assertThat(kind(output("y", values, SAMPLES, 32), "LayerNormalization")).isEqualTo(OutputKind.VALUES);
        assertThat(kind(output("y", gaussian(SAMPLES * 96), SAMPLES, 1, 1, 96), "Conv"))
                .isEqualTo(OutputKind.VALUES);
        assertThat(kind(output("sentence_embedding", values, SAMPLES, 32), "Gemm"))
                .isEqualTo(OutputKind.VALUES);
        assertThat(kind(output("y", unitLength(values, 32), SAMPLES, 32), "Gemm"))
                .isEqualTo(OutputKind.VALUES);
        OutputComparison user = output("y", values, SAMPLES, 32);
        OutputComparison item = output("z", gaussian(SAMPLES * 32), SAMPLES, 32);
        GraphProto both = graph("y", "Gemm").toBuilder()
                .addAllNode(graph("z", "Gemm").getNodeList())
                .addAllOutput(graph("z", "Gemm").getOutputList())
                .build();
        assertThat(new OutputKinds(OutputHints.of(both), List.of(user, item)).of(user))
                .isEqualTo(OutputKind.VALUES);
    }

    @Test
    void takesStatesAndUnknownScoresForValues() {
        assertThat(kind(output("hn", gaussian(SAMPLES * 64), SAMPLES, 64), "LSTM"))
                .isEqualTo(OutputKind.VALUES);
        assertThat(kind(output("y", gaussian(SAMPLES * 6 * 9), SAMPLES, 6, 9), "MatMul"))
                .isEqualTo(OutputKind.VALUES);
        assertThat(kind(output("logits", gaussian(SAMPLES * 6 * 9), SAMPLES, 6, 9), "MatMul"))
                .isEqualTo(OutputKind.SEQUENCES);
    }

    /** As of a normalised embedding behind a ReLU: from 0 to 1, but nothing that anybody would call likely. */
    @Test
    void isNotMisledBySmallNumbers() {
        double[] small = random.doubles(SAMPLES * 64, 0, 0.1).toArray();
        assertThat(kind(output("y", small, SAMPLES, 64), "Relu")).isEqualTo(OutputKind.VALUES);
        assertThat(kind(output("y", random.doubles(SAMPLES).toArray(), SAMPLES, 1), "Max"))
                .isEqualTo(OutputKind.PROBABILITIES);
    }

    @Test
    void takesWholeNumbersForClasses() {
        var output = new OutputComparison(OutputFixture.slot("class", OnnxJavaType.INT64, 1), -1);
        assertThat(new OutputKinds(hints("class", "ArgMax"), List.of(output)).of(output))
                .isEqualTo(OutputKind.CLASSES);
    }

    @Test
    void looksThroughWhatOnlyMovesValuesAndIntoBranches() {
        GraphProto branch = graph("inner", "Sigmoid");
        GraphProto.Builder graph = GraphProto.newBuilder();
        NodeProto.Builder choice = NodeProto.newBuilder().setOpType("If").addOutput("chosen");
        choice.addAttributeBuilder().setName("then_branch").setG(branch);
        choice.addAttributeBuilder().setName("else_branch").setG(branch);
        graph.addNode(choice)
                .addNode(NodeProto.newBuilder()
                        .setOpType("Squeeze")
                        .addInput("chosen")
                        .addOutput("y"))
                .addOutput(ValueInfoProto.newBuilder().setName("y"));
        assertThat(OutputHints.of(graph.build()).end("y")).isEqualTo(OutputHints.End.SIGMOID);
    }

    private static OutputKind kind(OutputComparison output, String lastOperator) {
        return new OutputKinds(hints(output.slot().name(), lastOperator), List.of(output)).of(output);
    }

    private static OutputHints hints(String output, String lastOperator) {
        return OutputHints.of(graph(output, lastOperator));
    }

    private static GraphProto graph(String output, String lastOperator) {
        return GraphProto.newBuilder()
                .addNode(NodeProto.newBuilder()
                        .setOpType(lastOperator)
                        .addInput("x")
                        .addOutput(output))
                .addOutput(ValueInfoProto.newBuilder().setName(output))
                .build();
    }

    private static OutputComparison output(String name, double[] values, long... dims) {
        return OutputFixture.seen(name, values, values, dims);
    }

    private double[] gaussian(int count) {
        return random.doubles(count).map(ignored -> random.nextGaussian()).toArray();
    }

    private double[] distributions(int rows, int classes) {
        double[] values = random.doubles(rows * classes).toArray();
        for (int row = 0; row < rows; row++) {
            double sum =
                    Arrays.stream(values, row * classes, (row + 1) * classes).sum();
            for (int i = row * classes; i < (row + 1) * classes; i++) {
                values[i] /= sum;
            }
        }
        return values;
    }

    private static double[] logarithms(double[] values) {
        return Arrays.stream(values).map(Math::log).toArray();
    }

    private static double[] unitLength(double[] values, int length) {
        double[] scaled = values.clone();
        for (int from = 0; from < scaled.length; from += length) {
            double squares = Arrays.stream(scaled, from, from + length)
                    .map(value -> value * value)
                    .sum();
            for (int i = from; i < from + length; i++) {
                scaled[i] /= Math.sqrt(squares);
            }
        }
        return scaled;
    }
}
