package dev.narrowgauge.engine.runtime.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.onnx.dataset.BatchTensor;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.OnnxModelWriter;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.OperatorSetIdProto;
import dev.narrowgauge.engine.onnx.proto.TensorShapeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Outputs whose dimensions only a run tells: of a row of any length, its negative and the places that are not zero. */
class TestBoundRun {
    @TempDir
    private Path directory;

    private Path model;

    @BeforeEach
    void writeModel() {
        GraphProto graph = GraphProto.newBuilder()
                .setName("rows")
                .addInput(row("x", ElementType.FLOAT))
                .addNode(node("Neg", "negative"))
                .addNode(node("NonZero", "places"))
                .addOutput(row("negative", ElementType.FLOAT))
                .addOutput(row("places", ElementType.INT64))
                .build();
        ModelProto proto = ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(graph)
                .build();
        model = directory.resolve("rows.onnx");
        OnnxModelWriter.write(proto, model);
    }

    @Test
    void outputsOfInputsOfTheSameShapeAreWrittenInPlace() {
        try (ModelSession session = new OnnxRuntime(1).open(model, Optimization.BASIC);
                var feed = new BatchFeed(session);
                var run = new BoundRun(session, List.of("negative"))) {
            assertThat(negative(run, feed, 1, 2, 3)).containsExactly(-1, -2, -3);
            TensorData second = values(run, feed, 4, 5, 6).get("negative");
            assertThat(second.value(2)).isEqualTo(-6);
            TensorData third = values(run, feed, 7, 8, 9).get("negative");
            assertThat(third.value(2)).isEqualTo(-9);
            assertThat(third).isSameAs(second);
            assertThat(negative(run, feed, 1, 2)).containsExactly(-1, -2);
            assertThat(negative(run, feed, 3, 4)).containsExactly(-3, -4);
            assertThat(negative(run, feed, 5)).containsExactly(-5);
        }
    }

    @Test
    void outputsThatFollowFromTheValuesKeepTheirOwnShapes() {
        try (ModelSession session = new OnnxRuntime(1).open(model, Optimization.BASIC);
                var feed = new BatchFeed(session);
                var run = BoundRun.ofAll(session)) {
            for (float[] row : List.of(new float[] {1, 1, 0}, new float[] {0, 2, 2}, new float[] {0, 0, 3})) {
                Map<String, TensorData> values = values(run, feed, row);
                long places = 0;
                for (float value : row) {
                    places += value == 0 ? 0 : 1;
                }
                assertThat(values.get("places").dims()).containsExactly(1L, places);
                assertThat(values.get("negative").value(2)).isEqualTo(-row[2]);
            }
        }
    }

    private static double[] negative(BoundRun run, BatchFeed feed, float... row) {
        TensorData values = values(run, feed, row).get("negative");
        double[] result = new double[values.elements()];
        for (int i = 0; i < result.length; i++) {
            result[i] = values.value(i);
        }
        return result;
    }

    private static Map<String, TensorData> values(BoundRun run, BatchFeed feed, float... row) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(Float.BYTES * row.length).order(ByteOrder.nativeOrder());
        bytes.asFloatBuffer().put(row);
        var input = new BatchTensor("x", ElementType.FLOAT, List.of((long) row.length), bytes);
        feed.take(new Batch(0, 1, List.of(input), List.of()));
        return run.run(feed);
    }

    private static NodeProto node(String opType, String result) {
        return NodeProto.newBuilder()
                .setOpType(opType)
                .setName(result)
                .addInput("x")
                .addOutput(result)
                .build();
    }

    /** With dimensions of names that say nothing. */
    private static ValueInfoProto row(String name, ElementType type) {
        int rank = name.equals("places") ? 2 : 1;
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (int i = 0; i < rank; i++) {
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(name + i));
        }
        ValueInfoProto.Builder value = ValueInfoProto.newBuilder().setName(name);
        value.getTypeBuilder().getTensorTypeBuilder().setElemType(type.number()).setShape(shape);
        return value.build();
    }
}
