package dev.narrowgauge.cli.reduce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.engine.client.EngineLimits;
import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import dev.narrowgauge.engine.onnx.reduce.FaultyModel;
import dev.narrowgauge.engine.onnx.reduce.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestBugReport {
    @TempDir
    private Path directory;

    @Test
    void saysTypesAndShapesAlsoInBodies() {
        assertThat(report(false, false)).contains("""
                        ```
                        x1: double[1, 8]
                        w1: int64[2]
                        y1 = Loop(w1, , x1)
                          body:
                            s1: double[1, n1]
                            v1 = Elu(s1) alpha=0.5
                            return v1
                        return y1
                        ```
                        """);
    }

    @Test
    void saysOnWhatAndUnderWhichLimits() {
        assertThat(report(false, false))
                .contains("Asked for: diverges: an output below 34.0 dB.")
                .contains("Some Processor with", "target x86-vnni; 2 threads, at most 1.00 GiB of memory and 60.0 s.")
                .doesNotContain(BugReport.UNTAKEN);
    }

    @Test
    void saysWhereItIsOfABranchThatIsNotTakenOrWasStopped() {
        assertThat(report(true, false))
                .contains(
                        BugReport.UNTAKEN,
                        BugReport.NOT_ONCE_MORE + ". Of the original: far",
                        "| far | not every time |");
        assertThat(report(false, true)).contains("| far | the same |", "when it was stopped");
    }

    private String report(boolean untaken, boolean stopped) {
        FaultyModel model = new FaultyModel(loop(), Samples.NONE);
        FaultContext on = new FaultContext(
                "1.0", "1.29.0", "Some Processor", "x86-vnni", new EngineLimits(1L << 30, Duration.ofMinutes(1), 2));
        Reduced reduced = new Reduced(
                model,
                0,
                Symptom.measured(Fault.DIVERGES, "far", "far"),
                model,
                Optional.empty(),
                untaken,
                3,
                false,
                stopped,
                Duration.ofSeconds(4),
                on);
        Question question =
                new Question(Fault.DIVERGES, Exercise.QUANTIZE, "", 34, OptionalDouble.empty(), Optional.empty());
        return new BugReport(reduced, question, ReducedFiles.beside(directory.resolve("small.onnx"), List.of())).text();
    }

    private static ModelProto loop() {
        GraphProto.Builder body = GraphProto.newBuilder();
        ValueInfoProto.Builder state = ValueInfoProto.newBuilder().setName("s1");
        state.getTypeBuilder().getTensorTypeBuilder().setElemType(ElementType.DOUBLE.number());
        state.getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .addDimBuilder()
                .setDimValue(1);
        state.getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .addDimBuilder()
                .setDimParam("n1");
        body.addInput(state)
                .addNode(NodeProto.newBuilder()
                        .setOpType("Elu")
                        .addInput("s1")
                        .addOutput("v1")
                        .addAttribute(Attributes.real("alpha", 0.5)))
                .addOutput(ValueInfoProto.newBuilder().setName("v1"));
        ValueInfoProto.Builder input = state.clone().setName("x1");
        input.getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .getDimBuilder(1)
                .setDimValue(8);
        GraphProto.Builder graph = GraphProto.newBuilder()
                .addInput(input)
                .addInitializer(Tensors.int64("w1", new long[2], 2))
                .addNode(NodeProto.newBuilder()
                        .setOpType("Loop")
                        .addAllInput(List.of("w1", "", "x1"))
                        .addOutput("y1")
                        .addAttribute(Attributes.graph("body", body.build())))
                .addOutput(ValueInfoProto.newBuilder().setName("y1"));
        return ModelProto.newBuilder().setGraph(graph).build();
    }
}
