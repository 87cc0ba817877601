package dev.narrowgauge.engine.runtime.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestRunningGraph {
    private static final int MANY = 20_000;

    /** A step of the call stack for each node was more than a stack has. */
    @Test
    void conversionsAtTheEndsOfAVeryLongChainServeTheKernelBetween() {
        GraphProto.Builder graph =
                GraphProto.newBuilder().addInput(ValueInfoProto.newBuilder().setName("x"));
        graph.addNode(node("QuantizeLinear", "v0", "x"));
        for (int i = 0; i < MANY; i++) {
            String opType = i == MANY / 2 ? "QLinearSigmoid" : "Transpose";
            graph.addNode(node(opType, "v" + (i + 1), "v" + i));
        }
        graph.addNode(node("DequantizeLinear", "y", "v" + MANY));
        graph.addOutput(ValueInfoProto.newBuilder().setName("y"));
        RunningGraph running = new RunningGraph(graph.build());

        assertThat(running.isUnfused(graph.getNode(0))).isFalse();
        assertThat(running.isUnfused(graph.getNode(MANY + 1))).isFalse();
    }

    @Test
    void conversionsAroundMovesAloneAreUnfused() {
        GraphProto.Builder graph =
                GraphProto.newBuilder().addInput(ValueInfoProto.newBuilder().setName("x"));
        graph.addNode(node("QuantizeLinear", "q", "x"));
        graph.addNode(node("Transpose", "t", "q"));
        graph.addNode(node("DequantizeLinear", "y", "t"));
        graph.addOutput(ValueInfoProto.newBuilder().setName("y"));
        RunningGraph running = new RunningGraph(graph.build());

        assertThat(running.isUnfused(graph.getNode(0))).isTrue();
        assertThat(running.isUnfused(graph.getNode(2))).isTrue();
    }

    private static NodeProto node(String opType, String output, String input) {
        return NodeProto.newBuilder()
                .setName(output)
                .setOpType(opType)
                .addAllInput(List.of(input, "scale"))
                .addOutput(output)
                .build();
    }
}
