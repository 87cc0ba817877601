package dev.narrowgauge.engine.quantizer.float16;

import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import java.util.List;

/** Puts Cast nodes between values and those that read them. */
final class Casts {
    private Casts() {}

    static void add(Graph graph, String value, String result, ElementType type) {
        AttributeProto to = Attributes.integer("to", type.number());
        graph.add("Cast", graph.freshName("c"), List.of(value), List.of(result), List.of(to));
    }

    /** Has the reader read another value wherever it reads the first. */
    static void redirect(Graph graph, GraphNode reader, String from, String to) {
        for (int i = 0; i < reader.inputs().size(); i++) {
            if (reader.input(i).equals(from)) {
                graph.replaceInput(reader, i, to);
            }
        }
    }
}
