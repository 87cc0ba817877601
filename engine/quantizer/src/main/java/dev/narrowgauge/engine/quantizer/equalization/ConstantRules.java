package dev.narrowgauge.engine.quantizer.equalization;

import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/** What joins a value with a constant. */
final class ConstantRules {
    private final ChannelFlow flow;

    ConstantRules(ChannelFlow flow) {
        this.flow = flow;
    }

    /** Add, Sub, Max or Min with a constant, which is scaled as the value is. */
    boolean shift(GraphNode node) {
        int constant = constantIndex(node);
        String value = node.input(1 - constant);
        Channels channels = flow.channels().get(value);
        if (channels == null || node.inputs().size() != 2) {
            return false;
        }
        Optional<TensorProto> tensor = constant(node.input(constant)).filter(shift -> isAlong(shift, channels));
        if (tensor.isEmpty()) {
            return false;
        }
        if (isZero(tensor.get())) {
            flow.add(node, new Step.Mapped(value, node.output(0), IntUnaryOperator.identity()), channels);
            return true;
        }
        if (flow.graph().consumers(node.input(constant)).size() > 1) {
            return false;
        }
        flow.add(node, new Step.Shifted(node, value, constant, node.output(0)), channels);
        return true;
    }

    /** Mul or Div by a constant: one for each channel takes another scale on either side, one for all lets it through. */
    boolean factor(GraphNode node) {
        int constant = constantIndex(node);
        String value = node.input(1 - constant);
        Channels channels = flow.channels().get(value);
        if (channels == null) {
            return false;
        }
        Optional<TensorProto> tensor = constant(node.input(constant)).filter(factor -> isAlong(factor, channels));
        if (tensor.isEmpty()) {
            return false;
        }
        boolean isByChannel = TensorValues.elementCount(tensor.get()) == channels.count()
                && channels.count() > 1
                && flow.graph().consumers(node.input(constant)).size() == 1;
        if (isByChannel) {
            int[] fresh = flow.classes().fresh(channels.count());
            flow.add(
                    node,
                    new Step.Factored(node, value, constant, node.output(0)),
                    new Channels(channels.rank(), channels.axis(), fresh));
        } else {
            flow.add(node, new Step.Mapped(value, node.output(0), IntUnaryOperator.identity()), channels);
        }
        return true;
    }

    private int constantIndex(GraphNode node) {
        return flow.graph().constant(node.input(0)).isPresent() ? 0 : 1;
    }

    private Optional<TensorProto> constant(String name) {
        return flow.graph()
                .constant(name)
                .filter(tensor -> tensor.getDataType() == ElementType.FLOAT.number()
                        && !flow.graph().isGraphOutput(name));
    }

    /** Whether the constant has one number, or one for each channel where the value has its channels. */
    static boolean isAlong(TensorProto constant, Channels channels) {
        if (TensorValues.elementCount(constant) == 1 && constant.getDimsCount() <= channels.rank()) {
            return true;
        }
        int axis = channels.axis() - (channels.rank() - constant.getDimsCount());
        return constant.getDimsCount() <= channels.rank()
                && axis >= 0
                && constant.getDims(axis) == channels.count()
                && TensorValues.elementCount(constant) > 0;
    }

    private static boolean isZero(TensorProto constant) {
        return TensorValues.elementCount(constant) == 1 && TensorValues.floats(constant)[0] == 0;
    }
}
