package dev.narrowgauge.engine.onnx.model;

import static dev.narrowgauge.domain.error.ErrorCode.MODEL_DIMENSION_OVERFLOW;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_UNSUPPORTED_DOMAIN;
import static dev.narrowgauge.engine.onnx.model.OnnxModelValidator.checkName;
import static dev.narrowgauge.engine.onnx.model.OnnxModelValidator.invalid;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.FunctionProto;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.SparseTensorProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.proto.TensorShapeProto;
import dev.narrowgauge.engine.onnx.proto.TypeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks the values, nodes and tensors of a graph, and of the graphs inside it, which see the values around them. */
final class GraphCheck {
    private static final Set<String> DOMAINS = Set.of("", "ai.onnx", "ai.onnx.ml", "com.microsoft");

    private final TensorCheck tensors;
    private final Set<FunctionKey> functions;

    GraphCheck(TensorCheck tensors, Set<FunctionKey> functions) {
        this.tensors = tensors;
        this.functions = functions;
    }

    void mainGraph(GraphProto graph) {
        for (ValueInfoProto input : graph.getInputList()) {
            checkName(input.getName());
            if (!input.hasType()) {
                throw invalid("The model's input '" + input.getName() + "' has no type.");
            }
        }
        graph(graph, Optional.empty());
    }

    void function(FunctionProto function) {
        Scope scope = new Scope(Optional.empty());
        function.getInputList().forEach(name -> scope.define(name, "input of function " + function.getName()));
        nodes(function.getNodeList(), scope);
        function.getOutputList().forEach(name -> checkOutput(name, scope));
        function.getAttributeProtoList().forEach(attribute -> attribute(attribute, scope));
    }

    private void graph(GraphProto graph, Optional<Scope> outer) {
        Scope scope = new Scope(outer);
        for (ValueInfoProto input : graph.getInputList()) {
            scope.define(input.getName(), "graph input");
            type(input);
        }
        // IR 3 lists every initializer among the inputs too.
        Set<String> initialized = new HashSet<>();
        for (TensorProto tensor : graph.getInitializerList()) {
            tensors.check(tensor);
            initialize(tensor.getName(), initialized, scope);
        }
        for (SparseTensorProto tensor : graph.getSparseInitializerList()) {
            tensors.check(tensor);
            initialize(tensor.getValues().getName(), initialized, scope);
        }
        graph.getValueInfoList().forEach(GraphCheck::type);
        graph.getOutputList().forEach(GraphCheck::type);
        nodes(graph.getNodeList(), scope);
        graph.getOutputList().forEach(output -> checkOutput(output.getName(), scope));
    }

    private static void initialize(String name, Set<String> initialized, Scope scope) {
        if (!initialized.add(name)) {
            throw invalid("The model has two initializers named '" + name + "'.");
        }
        if (!scope.names.contains(name)) {
            scope.define(name, "initializer");
        }
    }

    private void nodes(List<NodeProto> nodes, Scope scope) {
        for (NodeProto node : nodes) {
            checkOperator(node);
            for (String input : node.getInputList()) {
                checkName(input);
                if (!input.isEmpty() && !scope.sees(input)) {
                    throw unknownInput(node, input, nodes);
                }
            }
            // Before the node's own outputs exist: its subgraphs must not see them.
            node.getAttributeList().forEach(attribute -> attribute(attribute, scope));
            for (String output : node.getOutputList()) {
                if (!output.isEmpty()) {
                    scope.define(output, "output of " + named(node));
                }
            }
        }
    }

    private void checkOperator(NodeProto node) {
        checkName(node.getName());
        checkName(node.getOpType());
        checkName(node.getDomain());
        if (node.getOpType().isEmpty()) {
            throw invalid("The node '" + node.getName() + "' has no operator type.");
        }
        if (!DOMAINS.contains(node.getDomain()) && !functions.contains(FunctionKey.of(node))) {
            throw new NarrowgaugeException(
                    MODEL_UNSUPPORTED_DOMAIN,
                    "The " + named(node) + " is of the operator domain '" + node.getDomain()
                            + "', which needs a custom operator library; only standard ONNX and ONNX Runtime operators"
                            + " and functions of the model itself are supported.");
        }
    }

    private void attribute(AttributeProto attribute, Scope scope) {
        if (attribute.hasT()) {
            tensors.check(attribute.getT());
        }
        attribute.getTensorsList().forEach(tensors::check);
        if (attribute.hasSparseTensor()) {
            tensors.check(attribute.getSparseTensor());
        }
        attribute.getSparseTensorsList().forEach(tensors::check);
        if (attribute.hasG()) {
            graph(attribute.getG(), Optional.of(scope));
        }
        attribute.getGraphsList().forEach(graph -> graph(graph, Optional.of(scope)));
    }

    private static void checkOutput(String name, Scope scope) {
        checkName(name);
        if (name.isEmpty() || !scope.sees(name)) {
            throw invalid("The graph output '" + name + "' is produced by no node.");
        }
    }

    private static NarrowgaugeException unknownInput(NodeProto node, String input, List<NodeProto> nodes) {
        boolean madeLater =
                nodes.stream().anyMatch(other -> other.getOutputList().contains(input));
        return invalid(
                madeLater
                        ? "The " + named(node) + " uses '" + input
                                + "' before it is produced: the nodes form a cycle or are not in topological order."
                        : "The " + named(node) + " uses '" + input + "', which nothing in the model produces.");
    }

    private static String named(NodeProto node) {
        return "node '" + node.getName() + "' (" + node.getOpType() + ")";
    }

    private static void type(ValueInfoProto value) {
        checkName(value.getName());
        if (!value.getType().hasTensorType()) {
            return;
        }
        TypeProto.Tensor tensor = value.getType().getTensorType();
        if (tensor.getElemType() == 0
                || ElementType.ofNumber(tensor.getElemType()).isEmpty()) {
            throw invalid("The value '" + value.getName() + "' has element type number " + tensor.getElemType()
                    + ", which ONNX does not define.");
        }
        long elements = 1;
        for (TensorShapeProto.Dimension dimension : tensor.getShape().getDimList()) {
            long size = Math.max(dimension.getDimValue(), 1);
            if (Math.multiplyHigh(elements, size) != 0 || elements * size < 0) {
                throw new NarrowgaugeException(
                        MODEL_DIMENSION_OVERFLOW,
                        "The dimensions of the value '" + value.getName() + "' multiply to more than 2^63 elements.");
            }
            elements *= size;
        }
    }

    /** Names that have a value so far. */
    private static final class Scope {
        private final Optional<Scope> outer;
        private final Set<String> names = new HashSet<>();

        private Scope(Optional<Scope> outer) {
            this.outer = outer;
        }

        private boolean sees(String name) {
            return names.contains(name) || outer.map(scope -> scope.sees(name)).orElse(false);
        }

        private void define(String name, String what) {
            checkName(name);
            if (name.isEmpty()) {
                throw invalid("The model has a " + what + " without a name.");
            }
            if (!names.add(name)) {
                throw invalid("The value '" + name + "' is produced twice; the second time as " + what + ".");
            }
        }
    }
}
