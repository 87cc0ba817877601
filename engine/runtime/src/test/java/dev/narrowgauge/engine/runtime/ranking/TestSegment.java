package dev.narrowgauge.engine.runtime.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.TensorShapeProto;
import dev.narrowgauge.engine.quantizer.isolation.IsolatedNode;
import dev.narrowgauge.engine.quantizer.isolation.TailWork;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TestSegment {
    @ParameterizedTest
    @CsvSource({"3, 3", "100, 4", "800, 4", "880, 12", "20000, 200"})
    void hasProbesOf100NodesWhereItHasMoreThan200(int count, int probes) {
        List<IsolatedNode> nodes = IntStream.range(0, count)
                .mapToObj(position -> new IsolatedNode("n" + position, "Relu", List.of(), List.of(), position))
                .toList();
        List<Segment> segments = Segment.split(nodes, work(count));
        assertThat(segments)
                .hasSize(Math.min(count, 4))
                .allMatch(
                        segment -> segment.start() == segment.nodes().getFirst().position());
        List<List<IsolatedNode>> parts =
                segments.stream().flatMap(segment -> segment.parts().stream()).toList();
        assertThat(parts).hasSize(probes);
        assertThat(parts.stream().flatMap(List::stream)).containsExactlyElementsOf(nodes);
    }

    private static TailWork work(int count) {
        GraphProto.Builder graph = GraphProto.newBuilder();
        graph.addInput(FloatValues.declaration(
                "v0",
                ElementType.FLOAT,
                TensorShapeProto.newBuilder()
                        .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(8))
                        .build()));
        for (int i = 0; i < count; i++) {
            graph.addNode(NodeProto.newBuilder()
                    .setName("n" + i)
                    .setOpType("Relu")
                    .addInput("v" + i)
                    .addOutput("v" + (i + 1)));
        }
        return TailWork.of(Graph.of(graph.build()));
    }
}
