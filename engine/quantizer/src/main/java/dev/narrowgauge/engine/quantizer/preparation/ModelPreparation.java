package dev.narrowgauge.engine.quantizer.preparation;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.graph.FlatModel;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.graph.Subgraphs;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.ModelProtoOrBuilder;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.OperatorSetIdProto;
import dev.narrowgauge.engine.quantizer.imported.QuantizedForm;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Brings a model into the form that quantization works on; its results stay the same. */
public final class ModelPreparation {
    /** The IR version that came with the least opset for integers. */
    private static final long LEAST_IR_VERSION = 7;

    private static final long INITIALIZERS_NEED_NO_INPUT = 4;

    private ModelPreparation() {}

    /** For 8-bit quantization: raised to opset 13 where it is older. */
    public static ModelProto forIntegers(ModelProto model) {
        return forIntegers(model, OpsetUpgrade.PER_CHANNEL);
    }

    /**
     * For integer quantization.
     *
     * @param requiredOpset the first that has what will be written: 13 for 8 bits, 21 for 16 bits; an older model is raised
     */
    public static ModelProto forIntegers(ModelProto model, long requiredOpset) {
        FlatModel prepared = FlatModel.of(forFloat16(model));
        Graph graph = Graph.of(prepared.graph());
        ModelProto.Builder builder = prepared.model().toBuilder();
        OpsetUpgrade.raise(builder, graph, requiredOpset);
        ImageMeans.pool(graph);
        NearestNeighbours.apply(graph);
        ChannelShuffle.apply(graph);
        CutHoisting.apply(graph);
        graph.removeUnusedInitializers();
        return prepared.nested(builder.setGraph(graph.toProto()).build());
    }

    /** The oldest IR version that goes with the opset. */
    private static long irVersion(long opset) {
        if (opset >= 21) {
            return 10;
        }
        return opset >= 19 ? 9 : opset >= 15 ? 8 : LEAST_IR_VERSION;
    }

    static void setOpset(ModelProto.Builder model, long opset) {
        List<OperatorSetIdProto> others = model.getOpsetImportList().stream()
                .filter(imported -> !isStandard(imported))
                .toList();
        model.setIrVersion(Math.max(model.getIrVersion(), irVersion(opset)))
                .clearOpsetImport()
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset))
                .addAllOpsetImport(others);
    }

    /** For half precision: any opset. */
    public static ModelProto forFloat16(ModelProto model) {
        Subgraphs.visitNodes(model.getGraph(), ModelPreparation::refuseQuantized);
        FlatModel flat = FlatModel.named(model);
        Graph graph = Graph.of(flat.graph());
        if (model.getIrVersion() < INITIALIZERS_NEED_NO_INPUT) {
            graph.makeInitializersConstant();
        }
        Constants.lift(graph);
        if (flat.hasScopes()) {
            EqualConstants.share(graph);
        }
        removeUnreadNodes(graph);
        ModelProto.Builder builder = flat
                .nested(flat.model().toBuilder().setGraph(graph.toProto()).build())
                .toBuilder()
                .setIrVersion(Math.max(model.getIrVersion(), INITIALIZERS_NEED_NO_INPUT));
        keepUsedImports(builder);
        return builder.build();
    }

    /** ONNX operators have no side effects, and the runtime would spend time on them. */
    private static void removeUnreadNodes(Graph graph) {
        for (GraphNode node : graph.topologicalOrder().reversed()) {
            boolean read = node.outputs().stream()
                    .anyMatch(output -> graph.isGraphOutput(output)
                            || !graph.consumers(output).isEmpty());
            if (!read) {
                graph.remove(node);
            }
        }
        graph.removeUnusedInitializers();
    }

    private static void refuseQuantized(NodeProto node) {
        if (QuantizedForm.ofOperator(node.getOpType()).isPresent()) {
            throw new NarrowgaugeException(
                    ErrorCode.MODEL_ALREADY_QUANTIZED,
                    "The model is quantized already: it has a " + node.getOpType() + " node ('" + node.getName()
                            + "'). Give the float model it was made from.");
        }
    }

    static long opset(ModelProtoOrBuilder model) {
        return model.getOpsetImportList().stream()
                .filter(ModelPreparation::isStandard)
                .mapToLong(OperatorSetIdProto::getVersion)
                .max()
                .orElse(1);
    }

    private static boolean isStandard(OperatorSetIdProto opset) {
        return opset.getDomain().isEmpty() || opset.getDomain().equals("ai.onnx");
    }

    /** The runtime lists every domain it knows; only those that occur belong in the file. */
    private static void keepUsedImports(ModelProto.Builder model) {
        Set<String> used = new HashSet<>();
        Subgraphs.visitNodes(model.getGraph(), node -> used.add(node.getDomain()));
        model.getFunctionsList()
                .forEach(function -> function.getNodeList().forEach(node -> used.add(node.getDomain())));
        List<OperatorSetIdProto> imports = model.getOpsetImportList().stream()
                .filter(opset -> isStandard(opset) || used.contains(opset.getDomain()))
                .toList();
        model.clearOpsetImport().addAllOpsetImport(imports);
    }
}
