package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import dev.narrowgauge.domain.accuracy.AccuracyMetrics;
import dev.narrowgauge.domain.accuracy.AnswerArchive;
import dev.narrowgauge.engine.onnx.dataset.NpzWriter;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.OnnxModelWriter;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.OperatorSetIdProto;
import dev.narrowgauge.engine.onnx.proto.TensorShapeProto;
import dev.narrowgauge.engine.onnx.proto.TypeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Evaluate;
import dev.narrowgauge.proto.engine.Evaluated;
import dev.narrowgauge.proto.engine.MetricResult;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of models that give what they are fed, or that with something added: what they answer stands in the dataset. */
class TestEvaluationMetrics {
    @TempDir
    private Path directory;

    private final List<NpzWriter.Array> arrays = new ArrayList<>();

    /** An output that gives an input. */
    private record Wire(String input, String output, ElementType type, List<Long> dims, float added) {
        Wire(String input, String output, ElementType type, Long... dims) {
            this(input, output, type, List.of(dims), 0);
        }

        Wire adding(float value) {
            return new Wire(input, output, type, dims, value);
        }
    }

    @Test
    void classifiersHaveF1AndRecallsOfTheirClasses() {
        Evaluated evaluated = answer(Evaluate.newBuilder()
                .setBaselinePath(Samples.model("digits-cnn").toString())
                .setVariantPath(Samples.model("digits-resnet").toString())
                .setDatasetPath(Samples.evaluation("digits").toString()));

        MetricResult top1 = metric(evaluated, "top1");
        assertThat(top1.getBaseline()).isCloseTo(evaluated.getBaselineCorrect() / 797.0, within(1e-12));
        assertThat(top1.getVariant()).isCloseTo(evaluated.getVariantCorrect() / 797.0, within(1e-12));
        assertThat(top1.getMethod()).isEqualTo("tango");
        assertThat(metric(evaluated, "top5").getBaseline()).isBetween(top1.getBaseline(), 1.0);
        assertThat(metric(evaluated, "f1.micro").getBaseline()).isCloseTo(top1.getBaseline(), within(1e-12));
        assertThat(metric(evaluated, "f1.macro").getMethod()).isEqualTo("bca");
        assertThat(metric(evaluated, "agreement").getVariant())
                .isCloseTo(1 - evaluated.getFlips() / 797.0, within(1e-12));
        assertThat(metric(evaluated, "sqnr").getVariant()).isCloseTo(evaluated.getOutputSqnrDb(), within(1e-3));
        assertThat(evaluated.getSlices()).isEqualTo(10);
        assertThat(evaluated.getWorstSlices(0).getSlice()).startsWith("class ");
        AccuracyMetrics made = AccuracyMetrics.of(AnswerArchive.read(evaluated.getAnswerArchive()));
        assertThat(made.metrics()).hasSize(evaluated.getMetricsCount());
        assertThat(made.metrics().getFirst().loss().high())
                .isEqualTo(top1.getLoss().getHigh());
    }

    @Test
    void rightNumbersAreHeldAgainstTheFirstOutput() throws IOException {
        float[] values = new float[30];
        float[] right = new float[30];
        long[] groups = new long[30];
        for (int i = 0; i < 30; i++) {
            values[i] = i % 7;
            right[i] = values[i] + 1;
            groups[i] = i % 2;
        }
        floats("x", values, 30, 1);
        floats("targets", right, 30);
        longs("groups", groups, 30);
        Wire wire = new Wire("x", "y", ElementType.FLOAT, -1L, 1L);

        Evaluated evaluated = evaluated("{}", List.of(wire), List.of(wire.adding(0.5f)));

        assertThat(metric(evaluated, "rmse").getBaseline()).isCloseTo(1, within(1e-6));
        assertThat(metric(evaluated, "rmse").getVariant()).isCloseTo(0.5, within(1e-6));
        assertThat(metric(evaluated, "mae").getLoss().getEstimate()).isCloseTo(-0.5, within(1e-6));
        assertThat(metric(evaluated, "pearson").getVariant()).isCloseTo(1, within(1e-6));
        assertThat(evaluated.getHasLabels()).isFalse();
        assertThat(evaluated.getSlices()).isEqualTo(2);
    }

    @Test
    void sequencesAreDecodedBeforeTheyAreCompared() throws IOException {
        // Of the classes blank, 1 and 2: 1 1 _ 2 says "1 2", 1 _ 1 2 says "1 1 2".
        int[] paths = {1, 1, 0, 2, 1, 0, 1, 2};
        float[] scores = new float[paths.length * 3];
        for (int step = 0; step < paths.length; step++) {
            scores[3 * step + paths[step]] = 1;
        }
        floats("x", scores, 2, 4, 3);
        longs("labels", new long[] {1, 2, -1, 1, 2, -1}, 2, 3);
        Wire wire = new Wire("x", "logits", ElementType.FLOAT, -1L, 4L, 3L);

        Evaluated evaluated =
                evaluated("{\"answers\": {\"blank\": \"first\", \"separator\": 2}}", List.of(wire), List.of(wire));

        assertThat(metric(evaluated, "characterErrorRate").getBaseline()).isCloseTo(0.25, within(1e-12));
        // "1" and "1 1", each of one word: the second one is another.
        assertThat(metric(evaluated, "wordErrorRate").getBaseline()).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void tokensWithoutALabelDoNotCount() throws IOException {
        float[] scores = {0, 1, 1, 0, 0, 1};
        floats("x", scores, 1, 3, 2);
        longs("labels", new long[] {1, 1, -100}, 1, 3);
        Wire wire = new Wire("x", "logits", ElementType.FLOAT, -1L, 3L, 2L);

        Evaluated evaluated = evaluated("{}", List.of(wire), List.of(wire));

        assertThat(evaluated.getAnswers()).isEqualTo(2);
        assertThat(evaluated.getBaselineCorrect()).isEqualTo(1);
        assertThat(metric(evaluated, "tokenAccuracy").getBaseline()).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void embeddingsOfOneItemLieNearEachOther() throws IOException {
        floats("x", new float[] {1, 0, 1, 0.1f, 0, 1, 0.1f, 1, 1, 1}, 5, 2);
        longs("items", new long[] {4, 4, 5, 5, 6}, 5);
        Wire wire = new Wire("x", "embedding", ElementType.FLOAT, -1L, 2L);

        Evaluated evaluated = evaluated("{}", List.of(wire), List.of(wire));

        assertThat(metric(evaluated, "recallAt1").getBaseline()).isEqualTo(1);
        assertThat(metric(evaluated, "recallAt1").getSamples()).isEqualTo(4);
    }

    @Test
    void boxesAreHeldAgainstTheRightOnes() throws IOException {
        floats("b", new float[] {0, 0, 10, 10, 0, 0, 0, 0, 50, 50, 60, 60, 0, 0, 0, 0}, 2, 2, 4);
        floats("s", new float[] {0.9f, 0, 0.95f, 0}, 2, 2);
        longs("l", new long[] {0, 0, 0, 0}, 2, 2);
        floats("targets", new float[] {0, 0, 0, 10, 10, -1, 0, 0, 0, 0, 0, 0, 0, 10, 10, -1, 0, 0, 0, 0}, 2, 2, 5);
        Wire boxes = new Wire("b", "boxes", ElementType.FLOAT, -1L, 2L, 4L);
        Wire scores = new Wire("s", "scores", ElementType.FLOAT, -1L, 2L);
        Wire classes = new Wire("l", "labels", ElementType.INT64, -1L, 2L);

        Evaluated evaluated =
                evaluated("{}", List.of(boxes, scores, classes), List.of(boxes.adding(100), scores, classes));

        // The surer one is wrong: precision 1/2 at 51 of 101 recalls.
        assertThat(metric(evaluated, "map").getBaseline()).isCloseTo(51 * 0.5 / 101, within(1e-9));
        assertThat(metric(evaluated, "map").getVariant()).isZero();
        assertThat(metric(evaluated, "averageRecall100").getBaseline()).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void rightNumbersOfAnotherCountAreRefused() throws IOException {
        floats("x", new float[] {1, 2}, 2, 1);
        floats("targets", new float[] {1, 2, 3, 4}, 2, 2);
        Wire wire = new Wire("x", "y", ElementType.FLOAT, -1L, 1L);

        EngineEvent refused = EngineDriver.answer(request("{}", List.of(wire), List.of(wire)));

        assertThat(refused.getFailure().getCode()).isEqualTo("DATASET_SHAPE_MISMATCH");
        assertThat(refused.getFailure().getMessage()).contains("2 right numbers in 'targets'");
    }

    private static MetricResult metric(Evaluated evaluated, String name) {
        return evaluated.getMetricsList().stream()
                .filter(metric -> metric.getMetric().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not among " + evaluated.getMetricsList()));
    }

    private void floats(String name, float[] values, long... dims) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        add(name, ElementType.FLOAT, bytes, dims);
    }

    private void longs(String name, long[] values, long... dims) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        add(name, ElementType.INT64, bytes, dims);
    }

    private void add(String name, ElementType type, ByteBuffer bytes, long... dims) {
        List<Long> shape = Arrays.stream(dims).boxed().toList();
        arrays.add(new NpzWriter.Array(name, type, shape, List.of(ByteString.copyFrom(bytes.array()))));
    }

    private Evaluated evaluated(String settings, List<Wire> baseline, List<Wire> variant) throws IOException {
        return answer(request(settings, baseline, variant));
    }

    private EngineRequest request(String settings, List<Wire> baseline, List<Wire> variant) throws IOException {
        Path data = directory.resolve("data.npz");
        try (OutputStream out = Files.newOutputStream(data)) {
            NpzWriter.write(arrays, out);
        }
        return EngineRequest.newBuilder()
                .setEvaluate(Evaluate.newBuilder()
                        .setBaselinePath(model("baseline.onnx", baseline).toString())
                        .setVariantPath(model("variant.onnx", variant).toString())
                        .setDatasetPath(data.toString())
                        .setDatasetSettingsJson(settings))
                .build();
    }

    private static Evaluated answer(Evaluate.Builder task) {
        return answer(EngineRequest.newBuilder().setEvaluate(task).build());
    }

    private static Evaluated answer(EngineRequest request) {
        EngineEvent answer = EngineDriver.answer(request);
        assertThat(answer.getFailure().getMessage()).isEmpty();
        return answer.getResult().getEvaluated();
    }

    private Path model(String name, List<Wire> wires) throws IOException {
        GraphProto.Builder graph = GraphProto.newBuilder().setName("wires");
        for (Wire wire : wires) {
            NodeProto.Builder node = NodeProto.newBuilder()
                    .setName(wire.output())
                    .setOpType(wire.added() == 0 ? "Identity" : "Add")
                    .addInput(wire.input())
                    .addOutput(wire.output());
            if (wire.added() != 0) {
                graph.addInitializer(Tensors.floats(wire.output() + ".added", new float[] {wire.added()}));
                node.addInput(wire.output() + ".added");
            }
            graph.addNode(node).addInput(value(wire.input(), wire)).addOutput(value(wire.output(), wire));
        }
        Path file = directory.resolve(name);
        OnnxModelWriter.write(
                ModelProto.newBuilder()
                        .setIrVersion(8)
                        .setGraph(graph)
                        .addOpsetImport(
                                OperatorSetIdProto.newBuilder().setDomain("").setVersion(17))
                        .build(),
                file);
        return file;
    }

    private static ValueInfoProto value(String name, Wire wire) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (long dim : wire.dims()) {
            TensorShapeProto.Dimension.Builder axis = TensorShapeProto.Dimension.newBuilder();
            shape.addDim(dim < 0 ? axis.setDimParam("batch") : axis.setDimValue(dim));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(wire.type().number())
                                .setShape(shape)))
                .build();
    }
}
