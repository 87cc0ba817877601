package dev.narrowgauge.engine.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TestStoredWeights {
    private final GraphProto.Builder graph = GraphProto.newBuilder();

    @Test
    void weightsAreFoundBehindWhatDequantizesCastsAndMoves() {
        store("codes", ElementType.INT8, 8, 3, 3, 3);
        store("scale", ElementType.FLOAT, 8);
        store("half", ElementType.FLOAT16, 8, 4);
        store("single", ElementType.FLOAT, 4, 5);
        store("bias", ElementType.FLOAT, 5);
        node("DequantizeLinear", "w", "codes", "scale");
        node("Conv", "c", "x", "w", "bias");
        node("Cast", "wide", "half");
        node("Transpose", "turned", "wide");
        node("MatMul", "m", "c", "turned");
        node("Gemm", "g", "m", "single", "bias");
        node("Add", "y", "g", "bias");

        assertThat(weights()).isEqualTo(Map.of("int8", 216L, "float16", 32L, "float", 20L));
    }

    @Test
    void operatorsOfIntegersHaveTheirWeightsElsewhere() {
        store("codes", ElementType.UINT8, 8, 3, 1, 1);
        store("zero", ElementType.UINT8, 8);
        store("scale", ElementType.FLOAT, 8);
        store("product", ElementType.INT8, 6, 2);
        node("QLinearConv", "c", "x", "scale", "zero", "codes", "scale", "zero", "scale", "zero");
        node("MatMulInteger", "y", "c", "product");

        assertThat(weights()).isEqualTo(Map.of("uint8", 24L, "int8", 12L));
    }

    @Test
    void tensorThatSeveralReadCountsOnceAndWhatIsComputedNever() {
        store("shared", ElementType.FLOAT, 4, 4);
        node("MatMul", "a", "x", "shared");
        node("MatMul", "b", "a", "shared");
        node("MatMul", "y", "b", "a");

        assertThat(weights()).isEqualTo(Map.of("float", 16L));
    }

    private Map<String, Long> weights() {
        return StoredWeights.of(ModelProto.newBuilder().setGraph(graph).build());
    }

    private void store(String name, ElementType type, long... dims) {
        long elements = LongStream.of(dims).reduce(1, Math::multiplyExact);
        ByteString bytes = ByteString.copyFrom(new byte[Math.toIntExact(type.byteCount(elements))]);
        graph.addInitializer(Tensors.raw(name, type, bytes, dims));
    }

    private void node(String operator, String result, String... inputs) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType(operator)
                .setName(result)
                .addAllInput(List.of(inputs))
                .addOutput(result));
    }
}
