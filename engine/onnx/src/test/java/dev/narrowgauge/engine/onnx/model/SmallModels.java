package dev.narrowgauge.engine.onnx.model;

import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.OperatorSetIdProto;
import dev.narrowgauge.engine.onnx.proto.StringStringEntryProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.proto.TensorShapeProto;
import dev.narrowgauge.engine.onnx.proto.TypeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.util.List;
import java.util.Locale;

/** Pieces of tiny models, from which tests make valid and broken ones. */
final class SmallModels {
    private SmallModels() {}

    /** y = x + w, with w of two floats. */
    static ModelProto.Builder add() {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("g")
                .addInput(value("x", -1, 2))
                .addInitializer(Tensors.floats("w", new float[] {1, 2}, 2))
                .addNode(node("Add", List.of("x", "w"), List.of("y")))
                .addOutput(value("y", -1, 2));
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(18))
                .setGraph(graph);
    }

    /** y = if c then x + w else -x, whose branches see the names around them. */
    static ModelProto.Builder branches() {
        ModelProto.Builder model = add();
        GraphProto then = GraphProto.newBuilder()
                .setName("then")
                .addNode(node("Add", List.of("x", "w"), List.of("sum")))
                .addOutput(value("sum", -1, 2))
                .build();
        GraphProto otherwise = GraphProto.newBuilder()
                .setName("else")
                .addNode(node("Neg", List.of("x"), List.of("negative")))
                .addOutput(value("negative", -1, 2))
                .build();
        NodeProto choose = node("If", List.of("c"), List.of("y")).toBuilder()
                .addAttribute(Attributes.graph("then_branch", then))
                .addAttribute(Attributes.graph("else_branch", otherwise))
                .build();
        model.getGraphBuilder().setNode(0, choose).addInput(value("c"));
        return model;
    }

    static NodeProto node(String type, List<String> inputs, List<String> outputs) {
        return NodeProto.newBuilder()
                .setName(type.toLowerCase(Locale.ROOT) + "_1")
                .setOpType(type)
                .addAllInput(inputs)
                .addAllOutput(outputs)
                .build();
    }

    static ValueInfoProto value(String name, long... dims) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (long dimension : dims) {
            TensorShapeProto.Dimension.Builder builder = shape.addDimBuilder();
            if (dimension < 0) {
                builder.setDimParam("N");
            } else {
                builder.setDimValue(dimension);
            }
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(ElementType.FLOAT.number())
                                .setShape(shape)))
                .build();
    }

    static TensorProto external(String location, String offset, String length) {
        return TensorProto.newBuilder()
                .setName("w")
                .addDims(2)
                .setDataType(ElementType.FLOAT.number())
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", location))
                .addExternalData(entry("offset", offset))
                .addExternalData(entry("length", length))
                .build();
    }

    static ModelProto.Builder withWeight(TensorProto weight) {
        ModelProto.Builder model = add();
        model.getGraphBuilder().setInitializer(0, weight);
        return model;
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
