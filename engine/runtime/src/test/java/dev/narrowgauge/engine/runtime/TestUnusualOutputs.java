package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.onnx.model.OnnxModelWriter;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.TypeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Quantize;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that give out something else than one float tensor with a row for each sample. */
class TestUnusualOutputs {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"int8, static", "int8, dynamic", "fp16, auto", "bf16, auto"})
    void givesOutClassesAlone(String precision, String mode) throws IOException {
        ModelProto model = digits();
        String logits = model.getGraph().getOutput(0).getName();
        GraphProto.Builder graph = model.getGraph().toBuilder()
                .addNode(argMax(logits, "class"))
                .clearOutput()
                .addOutput(output("class", ElementType.INT64));
        quantize(model, graph, precision, mode);
    }

    @ParameterizedTest
    @CsvSource({"int8, static", "int8, dynamic", "fp16, auto", "bf16, auto"})
    void givesOutScalarsAndTruthsToo(String precision, String mode) throws IOException {
        ModelProto model = digits();
        String logits = model.getGraph().getOutput(0).getName();
        AttributeProto scalar = Attributes.integer("keepdims", 0);
        GraphProto.Builder graph = model.getGraph().toBuilder()
                .addNode(node("ReduceMax", logits, "largest").addAttribute(scalar))
                .addNode(node("IsNaN", logits, "broken"))
                .addNode(argMax(logits, "class"))
                .addOutput(output("largest", ElementType.FLOAT))
                .addOutput(output("broken", ElementType.BOOL))
                .addOutput(output("class", ElementType.INT64));
        quantize(model, graph, precision, mode);
    }

    /** As exporters leave it that were told of a free batch for the input only. */
    @ParameterizedTest
    @CsvSource({"int8, static", "int8, dynamic", "fp16, auto", "bf16, auto"})
    void givesOutMoreRowsThanItDeclares(String precision, String mode) throws IOException {
        ModelProto model = digits();
        GraphProto.Builder graph = model.getGraph().toBuilder();
        graph.getOutputBuilder(0)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .getDimBuilder(0)
                .setDimValue(1);
        quantize(model, graph, precision, mode);
    }

    private void quantize(ModelProto model, GraphProto.Builder graph, String precision, String mode)
            throws IOException {
        Path file = directory.resolve("model.onnx");
        OnnxModelWriter.write(model.toBuilder().setGraph(graph).build(), file);
        Quantize request = Quantize.newBuilder()
                .setModelPath(file.toString())
                .setCalibrationPath(Samples.calibration("digits").toString())
                .setRecipeJson("{\"precision\": \"" + precision + "\", \"mode\": \"" + mode + "\"}")
                .setOutputPath(directory.resolve("variant.onnx").toString())
                .setReportPath(directory.resolve("report.json").toString())
                .build();
        EngineEvent answer = EngineDriver.answer(
                EngineRequest.newBuilder().setQuantize(request).build());
        assertThat(answer.getFailure().getMessage()).isEmpty();
        assertThat(answer.getResult().getQuantized().getSizeBytes()).isPositive();
    }

    private static ModelProto digits() {
        return OnnxModelReader.read(Samples.model("digits-cnn")).inlined().proto();
    }

    private static NodeProto.Builder argMax(String input, String output) {
        return node("ArgMax", input, output).addAttribute(Attributes.integer("axis", 1));
    }

    private static NodeProto.Builder node(String opType, String input, String output) {
        return NodeProto.newBuilder()
                .setName(output)
                .setOpType(opType)
                .addInput(input)
                .addOutput(output);
    }

    private static ValueInfoProto output(String name, ElementType type) {
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type.number())))
                .build();
    }
}
