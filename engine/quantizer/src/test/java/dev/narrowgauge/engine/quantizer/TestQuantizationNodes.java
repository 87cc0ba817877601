package dev.narrowgauge.engine.quantizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TestQuantizationNodes {
    private static final float SCALE = 0.5f;

    private final Graph graph = Graph.of(GraphProto.getDefaultInstance());
    private final QuantizationNodes nodes = new QuantizationNodes(graph);

    @Test
    void storesEqualConstantsOnce() {
        assertThat(readers(2048)).hasSize(1);
    }

    @Test
    void givesNoConstantMoreReadersThanTheRuntimeIsFastWith() {
        Map<String, Integer> readers = readers(10_000);
        assertThat(readers).hasSize(5);
        assertThat(readers.values()).allMatch(count -> count <= 2048);
        assertThat(readers.keySet())
                .allSatisfy(name -> assertThat(graph.constant(name))
                        .hasValueSatisfying(scale -> assertThat(scale.getRawData()
                                        .asReadOnlyByteBuffer()
                                        .order(ByteOrder.LITTLE_ENDIAN)
                                        .getFloat())
                                .isEqualTo(SCALE)));
    }

    private Map<String, Integer> readers(int count) {
        Map<String, Integer> readers = new HashMap<>();
        for (int i = 0; i < count; i++) {
            readers.merge(nodes.scale(SCALE), 1, Integer::sum);
        }
        return readers;
    }
}
