package dev.narrowgauge.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.proto.engine.FloatNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestFloatReasons {
    /** A vision transformer had 55 lines, one for each tensor. */
    @Test
    void sentencesThatDifferInNamesAreOneCause() {
        List<FloatNode> nodes = List.of(
                node("Add", "The runtime has no integer kernel for Add that measures ranges."),
                node("Cast", "The runtime has no integer kernel for Cast that measures ranges."),
                node("Add", "The runtime has no integer kernel for Add that measures ranges."),
                node("MatMul", "Its tensor '/a/b' is read by a float node."),
                node("MatMul", "Its tensor '/a/c' is read by a float node."),
                node("Softmax", "It comes last."));
        assertThat(FloatReasons.of(nodes))
                .containsExactly(
                        new FloatReasons(
                                3, "Add 2, Cast 1: The runtime has no integer kernel for it that measures ranges."),
                        new FloatReasons(2, "MatMul: Its tensor ... is read by a float node."),
                        new FloatReasons(1, "Softmax: It comes last."));
    }

    private static FloatNode node(String operator, String reason) {
        return FloatNode.newBuilder().setOpType(operator).setReason(reason).build();
    }
}
