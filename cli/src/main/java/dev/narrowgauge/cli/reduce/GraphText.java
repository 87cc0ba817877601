package dev.narrowgauge.cli.reduce;

import dev.narrowgauge.engine.onnx.graph.Subgraphs;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.proto.TensorShapeProto;
import dev.narrowgauge.engine.onnx.proto.TypeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A small graph as lines: its inputs and weights with their types and shapes, then its nodes, bodies and branches inside. */
final class GraphText {
    private final List<String> lines = new ArrayList<>();

    private GraphText() {}

    static List<String> of(GraphProto graph) {
        GraphText text = new GraphText();
        text.add(graph, "");
        return text.lines;
    }

    private void add(GraphProto graph, String indent) {
        graph.getInputList().forEach(input -> lines.add(indent + input.getName() + ": " + type(input)));
        graph.getInitializerList().forEach(tensor -> lines.add(indent + tensor.getName() + ": " + type(tensor)));
        graph.getNodeList().forEach(node -> add(node, indent));
        String results =
                graph.getOutputList().stream().map(ValueInfoProto::getName).collect(Collectors.joining(", "));
        lines.add(indent + "return " + results);
    }

    private void add(NodeProto node, String indent) {
        lines.add(indent
                + "%s = %s(%s)%s"
                        .formatted(
                                String.join(", ", node.getOutputList()),
                                node.getOpType(),
                                String.join(", ", node.getInputList()),
                                node.getAttributeList().stream()
                                        .filter(attribute -> !attribute.hasG())
                                        .map(GraphText::attribute)
                                        .collect(Collectors.joining())));
        if (Subgraphs.of(node).isEmpty()) {
            return;
        }
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attribute.hasG()) {
                lines.add(indent + "  " + attribute.getName() + ":");
                add(attribute.getG(), indent + "    ");
            }
        }
    }

    private static String type(ValueInfoProto value) {
        if (!value.getType().hasTensorType()) {
            return "no tensor";
        }
        TypeProto.Tensor tensor = value.getType().getTensorType();
        return type(tensor.getElemType())
                + (tensor.hasShape()
                        ? tensor.getShape().getDimList().stream()
                                .map(GraphText::length)
                                .toList()
                                .toString()
                        : "");
    }

    private static String type(TensorProto weight) {
        return type(weight.getDataType()) + weight.getDimsList();
    }

    private static String type(int number) {
        return ElementType.ofNumber(number).map(ElementType::lowerCaseName).orElse("type " + number);
    }

    private static String length(TensorShapeProto.Dimension length) {
        if (!length.getDimParam().isEmpty()) {
            return length.getDimParam();
        }
        return length.hasDimValue() ? String.valueOf(length.getDimValue()) : "?";
    }

    private static String attribute(AttributeProto attribute) {
        String value = switch (attribute.getType()) {
            case INT -> String.valueOf(attribute.getI());
            case FLOAT -> String.valueOf(attribute.getF());
            case STRING -> attribute.getS().toStringUtf8();
            case INTS -> attribute.getIntsList().toString();
            case FLOATS -> attribute.getFloatsList().toString();
            default -> "…";
        };
        return " " + attribute.getName() + "=" + value;
    }
}
