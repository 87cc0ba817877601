package dev.narrowgauge.engine.onnx.reduce;

import dev.narrowgauge.engine.onnx.graph.Subgraphs;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes initializers of Constant nodes, as some exporters write their weights: then these come and go with who reads them. */
final class Constants {
    private Constants() {}

    static FaultyModel asInitializers(FaultyModel model) {
        return model.withGraph(asInitializers(model.model().getGraph()));
    }

    private static GraphProto asInitializers(GraphProto graph) {
        Set<String> outputs =
                graph.getOutputList().stream().map(ValueInfoProto::getName).collect(Collectors.toSet());
        GraphProto.Builder changed = graph.toBuilder().clearNode();
        for (NodeProto node : graph.getNodeList()) {
            boolean isTensor = node.getOpType().equals("Constant")
                    && node.getAttributeList().stream().anyMatch(AttributeProto::hasT);
            if (isTensor && !outputs.contains(node.getOutput(0))) {
                changed.addInitializer(node.getAttribute(0).getT().toBuilder().setName(node.getOutput(0)));
            } else {
                changed.addNode(Subgraphs.changed(node, Constants::asInitializers));
            }
        }
        return changed.build();
    }
}
