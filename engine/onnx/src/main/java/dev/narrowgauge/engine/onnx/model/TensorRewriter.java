package dev.narrowgauge.engine.onnx.model;

import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.FunctionProto;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.SparseTensorProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Replaces every tensor of a model, attributes, subgraphs and functions included. */
final class TensorRewriter {
    private final UnaryOperator<TensorProto> change;

    private TensorRewriter(UnaryOperator<TensorProto> change) {
        this.change = change;
    }

    static ModelProto rewrite(ModelProto model, UnaryOperator<TensorProto> change) {
        TensorRewriter rewriter = new TensorRewriter(change);
        ModelProto.Builder builder = model.toBuilder();
        GraphProto graph = rewriter.graph(model.getGraph());
        if (graph != model.getGraph()) {
            builder.setGraph(graph);
        }
        for (int i = 0; i < model.getFunctionsCount(); i++) {
            FunctionProto.Builder function = builder.getFunctionsBuilder(i);
            for (int j = 0; j < function.getNodeCount(); j++) {
                function.setNode(j, rewriter.node(function.getNode(j)));
            }
        }
        return builder.build();
    }

    static void forEach(ModelProto model, Consumer<TensorProto> action) {
        rewrite(model, tensor -> {
            action.accept(tensor);
            return tensor;
        });
    }

    private GraphProto graph(GraphProto graph) {
        GraphProto.Builder builder = null;
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            TensorProto before = graph.getInitializer(i);
            TensorProto after = change.apply(before);
            if (after != before) {
                builder = builder == null ? graph.toBuilder() : builder;
                builder.setInitializer(i, after);
            }
        }
        for (int i = 0; i < graph.getNodeCount(); i++) {
            NodeProto before = graph.getNode(i);
            NodeProto after = node(before);
            if (after != before) {
                builder = builder == null ? graph.toBuilder() : builder;
                builder.setNode(i, after);
            }
        }
        for (int i = 0; i < graph.getSparseInitializerCount(); i++) {
            builder = builder == null ? graph.toBuilder() : builder;
            builder.setSparseInitializer(i, sparse(graph.getSparseInitializer(i)));
        }
        return builder == null ? graph : builder.build();
    }

    private NodeProto node(NodeProto node) {
        NodeProto.Builder builder = null;
        for (int i = 0; i < node.getAttributeCount(); i++) {
            AttributeProto before = node.getAttribute(i);
            AttributeProto after = attribute(before);
            if (after != before) {
                builder = builder == null ? node.toBuilder() : builder;
                builder.setAttribute(i, after);
            }
        }
        return builder == null ? node : builder.build();
    }

    private AttributeProto attribute(AttributeProto attribute) {
        boolean holdsTensor = attribute.hasT()
                || attribute.hasG()
                || attribute.getTensorsCount() > 0
                || attribute.getGraphsCount() > 0
                || attribute.hasSparseTensor()
                || attribute.getSparseTensorsCount() > 0;
        if (!holdsTensor) {
            return attribute;
        }
        AttributeProto.Builder builder = attribute.toBuilder();
        if (attribute.hasT()) {
            builder.setT(change.apply(attribute.getT()));
        }
        if (attribute.hasG()) {
            builder.setG(graph(attribute.getG()));
        }
        if (attribute.hasSparseTensor()) {
            builder.setSparseTensor(sparse(attribute.getSparseTensor()));
        }
        for (int i = 0; i < attribute.getSparseTensorsCount(); i++) {
            builder.setSparseTensors(i, sparse(attribute.getSparseTensors(i)));
        }
        for (int i = 0; i < attribute.getTensorsCount(); i++) {
            builder.setTensors(i, change.apply(attribute.getTensors(i)));
        }
        for (int i = 0; i < attribute.getGraphsCount(); i++) {
            builder.setGraphs(i, graph(attribute.getGraphs(i)));
        }
        return builder.build();
    }

    private SparseTensorProto sparse(SparseTensorProto tensor) {
        return tensor.toBuilder()
                .setValues(change.apply(tensor.getValues()))
                .setIndices(change.apply(tensor.getIndices()))
                .build();
    }
}
