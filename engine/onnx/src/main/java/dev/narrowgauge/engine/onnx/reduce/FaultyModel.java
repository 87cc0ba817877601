package dev.narrowgauge.engine.onnx.reduce;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.engine.onnx.graph.Subgraphs;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;

/**
 * A model with what it is fed, whole in memory.
 *
 * @param model without external data
 * @param samples none where the fault shows without running
 */
public record FaultyModel(ModelProto model, Samples samples) {
    public FaultyModel {
        requireNonNull(model, "model is null");
        requireNonNull(samples, "samples is null");
    }

    /** Of the graph and those inside it. */
    public int nodes() {
        int[] count = {0};
        Subgraphs.visitNodes(model.getGraph(), node -> count[0]++);
        return count[0];
    }

    /** Its first nodes in the order of the file, with the result of the last of them as the only output. */
    public FaultyModel beginning(int nodes) {
        GraphProto graph = model.getGraph();
        String last = graph.getNode(nodes - 1).getOutput(0);
        return withGraph(graph.toBuilder()
                .clearNode()
                .addAllNode(graph.getNodeList().subList(0, nodes))
                .clearOutput()
                .addOutput(ValueInfoProto.newBuilder().setName(last))
                .build());
    }

    FaultyModel withGraph(GraphProto graph) {
        return new FaultyModel(model.toBuilder().setGraph(graph).build(), samples);
    }

    FaultyModel withSamples(Samples others) {
        return new FaultyModel(model, others);
    }
}
