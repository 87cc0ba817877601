package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.onnx.model.OnnxModelWriter;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.FloatNode;
import dev.narrowgauge.proto.engine.Quantize;
import dev.narrowgauge.proto.engine.Quantized;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that half precision breaks although every value fits: running the result finds the nodes, and puts them back. */
class TestHalfPrecisionRepair {
    @TempDir
    private Path directory;

    /** Adds 3000 to the digits' logits, where halves are 2 apart, and takes it away again. */
    @Test
    void undoesWhatCancellationLoses() throws IOException {
        ModelProto model = appended(
                node("Add", "logits.inner", "shift", "shifted"), node("Sub", "shifted", "shift", "logits.outer"));
        Quantized quantized = quantize(model);
        assertThat(quantized.getOutputSqnrDb()).isGreaterThan(40);
        assertThat(quantized.getEvaluated().getFlips()).isZero();
        assertThat(quantized.getStayedFloatList())
                .extracting(FloatNode::getOpType)
                .contains("Add", "Sub");
        assertThat(quantized.getStayedFloatList()).hasSizeLessThan(4);
    }

    /** Squares of values around 3000, as a layer normalization has them that is written out. */
    @Test
    void keepsSquaresThatOverflow() throws IOException {
        ModelProto model = appended(
                node("Add", "logits.inner", "shift", "shifted"),
                node("Mul", "shifted", "shifted", "squared"),
                node("Sqrt", "squared", "", "root"),
                node("Sub", "root", "shift", "logits.outer"));
        Quantized quantized = quantize(model);
        assertThat(quantized.getOutputSqnrDb()).isGreaterThan(40);
        assertThat(quantized.getStayedFloatList())
                .anyMatch(node ->
                        node.getOpType().equals("Mul") && node.getReason().contains("65504"));
    }

    /** The digits model with nodes between its output and what it computes so far. */
    private ModelProto appended(NodeProto... nodes) {
        ModelProto model =
                OnnxModelReader.read(Samples.model("digits-cnn")).inlined().proto();
        GraphProto.Builder graph = model.getGraph().toBuilder();
        String output = graph.getOutput(0).getName();
        for (NodeProto.Builder node : graph.getNodeBuilderList()) {
            int index = node.getOutputList().indexOf(output);
            if (index >= 0) {
                node.setOutput(index, "logits.inner");
            }
        }
        graph.addInitializer(Tensors.floats("shift", new float[] {3000}, 1));
        graph.addAllNode(List.of(nodes));
        ValueInfoProto renamed =
                graph.getOutput(0).toBuilder().setName("logits.outer").build();
        return model.toBuilder().setGraph(graph.setOutput(0, renamed)).build();
    }

    private Quantized quantize(ModelProto model) throws IOException {
        Path file = directory.resolve("model.onnx");
        OnnxModelWriter.write(model, file);
        Path evaluation = NpzSubset.first(64, Samples.evaluation("digits"), directory.resolve("evaluation.npz"));
        EngineRequest request = EngineRequest.newBuilder()
                .setQuantize(Quantize.newBuilder()
                        .setModelPath(file.toString())
                        .setRecipeJson("{\"precision\": \"fp16\"}")
                        .setEvaluationPath(evaluation.toString())
                        .setOutputPath(directory.resolve("half.onnx").toString()))
                .build();
        EngineEvent answer = EngineDriver.answer(request);
        assertThat(answer.getFailure().getMessage()).isEmpty();
        return answer.getResult().getQuantized();
    }

    private static NodeProto node(String opType, String first, String second, String output) {
        NodeProto.Builder node =
                NodeProto.newBuilder().setName(output).setOpType(opType).addInput(first);
        if (!second.isEmpty()) {
            node.addInput(second);
        }
        return node.addOutput(output).build();
    }
}
