package dev.narrowgauge.engine.onnx.reduce;

import com.google.protobuf.ByteString;
import dev.narrowgauge.engine.onnx.graph.FlatModel;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a model would be if every body ran once and every If took its first branch: what follows of types and shapes from
 * there is a guess, which whoever makes a smaller model of it tries.
 */
final class FirstTurn {
    private static final String LOOP = "Loop";

    /** Before the states of a Loop: how often it turns, and whether it goes on. */
    private static final int LOOP_CONTROLS = 2;

    private final FlatModel flat;
    private final Map<String, String> operators = new HashMap<>();

    FirstTurn(FlatModel flat) {
        this.flat = flat;
        flat.graph().getNodeList().stream()
                .filter(FlatModel::isExit)
                .forEach(exit -> operators.put(exit.getName(), exit.getOpType()));
    }

    /** One graph for all, with nodes in the place of entries and exits through which types and shapes go on. */
    GraphProto graph() {
        GraphProto.Builder once = flat.graph().toBuilder().clearNode();
        for (NodeProto node : flat.graph().getNodeList()) {
            if (FlatModel.isExit(node)) {
                passOn(node, once);
            } else if (isOfLoop(node)) {
                once.addInitializer(Tensors.int64(node.getOutput(0), new long[1]));
                once.addInitializer(
                        Tensors.raw(node.getOutput(1), ElementType.BOOL, ByteString.copyFrom(new byte[] {1})));
            } else if (!FlatModel.isEntry(node)) {
                once.addNode(node);
            }
        }
        starts().forEach((value, start) -> once.addNode(node("Identity", start, value)));
        return once.build();
    }

    /** What the states of Loops are in the first turn, by their names in it. */
    Map<String, String> starts() {
        Map<String, String> starts = new LinkedHashMap<>();
        for (NodeProto node : flat.graph().getNodeList()) {
            if (isOfLoop(node)) {
                for (int i = LOOP_CONTROLS; i < Math.min(node.getInputCount(), node.getOutputCount()); i++) {
                    starts.put(node.getOutput(i), node.getInput(i));
                }
            }
        }
        return starts;
    }

    private boolean isOfLoop(NodeProto node) {
        return FlatModel.isEntry(node)
                && node.getOutputCount() >= LOOP_CONTROLS
                && LOOP.equals(operators.get(flat.controlOf(node)));
    }

    private static void passOn(NodeProto exit, GraphProto.Builder once) {
        int first = FlatModel.firstResult(exit);
        int alike = switch (exit.getOpType()) {
            case LOOP -> first - 1 - LOOP_CONTROLS;
            case "If" -> exit.getOutputCount();
            default -> 0;
        };
        for (int i = 0; i < exit.getOutputCount() && first + i < exit.getInputCount(); i++) {
            if (!exit.getOutput(i).isEmpty()) {
                // No operator that is known: the shape of what a body stacks up is not that of one turn, the type is.
                once.addNode(node(i < alike ? "Identity" : "Stack", exit.getInput(first + i), exit.getOutput(i)));
            }
        }
    }

    private static NodeProto node(String opType, String input, String output) {
        return NodeProto.newBuilder()
                .setOpType(opType)
                .addInput(input)
                .addOutput(output)
                .build();
    }
}
