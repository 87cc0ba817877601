package dev.narrowgauge.engine.runtime.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.onnx.dataset.BatchTensor;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.OnnxModelWriter;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.OperatorSetIdProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same table of three values, of which the input names one, through a binding: what a graphics processor computes in
 * memory of its own goes the same way as here in that of the host.
 */
class TestDeviceRun {
    @TempDir
    private Path directory;

    private ModelSession session;
    private BoundRun run;

    @BeforeEach
    void openModel() {
        GraphProto graph = GraphProto.newBuilder()
                .setName("table")
                .addInput(value("place", ElementType.INT64))
                .addInitializer(TensorProto.newBuilder()
                        .setName("table")
                        .addDims(3)
                        .setDataType(ElementType.FLOAT.number())
                        .addAllFloatData(List.of(10f, 20f, 30f)))
                .addNode(NodeProto.newBuilder()
                        .setOpType("Gather")
                        .addInput("table")
                        .addInput("place")
                        .addOutput("found"))
                .addOutput(value("found", ElementType.FLOAT))
                .build();
        Path model = directory.resolve("table.onnx");
        OnnxModelWriter.write(
                ModelProto.newBuilder()
                        .setIrVersion(8)
                        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                        .setGraph(graph)
                        .build(),
                model);
        session = new OnnxRuntime(1).open(model, Optimization.BASIC);
        run = BoundRun.ofAll(session);
    }

    @AfterEach
    void closeModel() {
        run.close();
        session.close();
    }

    @Test
    void everyBindingHasItsOwnInputsAndOutputs() {
        try (BatchFeed first = feed(0);
                BatchFeed second = feed(2)) {
            PreparedRun one = run.preparedIn(new DeviceMemory.Host(), first);
            PreparedRun other = run.preparedIn(new DeviceMemory.Host(), second);
            assertThat(found(one)).isEqualTo(10);
            assertThat(found(other)).isEqualTo(30);
            assertThat(found(one)).isEqualTo(10);
        }
    }

    @Test
    void manyRunsWriteTheSameMemory() {
        try (BatchFeed feed = feed(1)) {
            PreparedRun prepared = run.preparedIn(new DeviceMemory.Host(), feed);
            for (int i = 0; i < 1000; i++) {
                assertThat(found(prepared)).isEqualTo(20);
            }
        }
    }

    /** What a provider chooses for a shape is chosen before anybody times it. */
    @Test
    void theFirstOfAShapeHasRunOnceItIsPrepared() {
        try (BatchFeed feed = feed(2)) {
            PreparedRun prepared = run.preparedIn(new DeviceMemory.Host(), feed);
            assertThat(prepared.values().get("found").value(0)).isEqualTo(30);
        }
    }

    @Test
    void aRunThatFailsSaysWhatIsWrong() {
        try (BatchFeed beyond = feed(7)) {
            assertThatThrownBy(() -> run.preparedIn(new DeviceMemory.Host(), beyond))
                    .isInstanceOf(NarrowgaugeException.class)
                    .hasMessageContaining("table.onnx")
                    .hasMessageContaining("out of data bounds");
        }
    }

    private static double found(PreparedRun prepared) {
        prepared.run();
        double found = prepared.values().get("found").value(0);
        prepared.release();
        return found;
    }

    private BatchFeed feed(long place) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder());
        bytes.putLong(0, place);
        var feed = new BatchFeed(session);
        feed.take(new Batch(0, 1, List.of(new BatchTensor("place", ElementType.INT64, List.of(1L), bytes)), List.of()));
        return feed;
    }

    private static ValueInfoProto value(String name, ElementType type) {
        ValueInfoProto.Builder value = ValueInfoProto.newBuilder().setName(name);
        value.getTypeBuilder().getTensorTypeBuilder().setElemType(type.number());
        value.getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .addDimBuilder()
                .setDimValue(1);
        return value.build();
    }
}
