package dev.narrowgauge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model with a fault becomes a small one that shows it by itself. */
class TestReduce {
    private static final String STRIDES = "strides";

    @TempDir
    private Path directory;

    @Test
    void aRejectedModelIsReducedToItsRejectedNode() throws Exception {
        Path whole =
                Files.write(directory.resolve("whole.onnx"), withWrongStrides().toByteArray());
        Command.Result reduced = Command.run(directory, "reduce", whole.toString(), "--when=refused");
        assertThat(reduced.exitStatus()).as(reduced.error()).isZero();
        assertThat(reduced.output()).contains("REFUSED: MODEL_REJECTED_BY_RUNTIME", STRIDES);

        Path small = directory.resolve("whole.reduced.onnx");
        List<NodeProto> nodes =
                ModelProto.parseFrom(Files.readAllBytes(small)).getGraph().getNodeList();
        assertThat(nodes).singleElement().extracting(NodeProto::getOpType).isEqualTo("Conv");
        assertThat(Files.size(small)).isLessThan(1000);
        assertThat(directory.resolve("whole.reduced.md")).content().contains("narrowgauge quantize", STRIDES);

        Command.Result alone = Command.run(
                directory,
                "quantize",
                small.toString(),
                "-o",
                directory.resolve("out.onnx").toString());
        assertThat(alone.exitStatus()).isEqualTo(4);
        assertThat(alone.error()).contains("error MODEL_REJECTED_BY_RUNTIME", STRIDES);
    }

    @Test
    void aSoundModelIsNotReduced() throws Exception {
        Path model = Files.copy(Installation.demo("digits-cnn.onnx"), directory.resolve("sound.onnx"));
        Command.Result result = Command.run(directory, "reduce", model.toString(), "--when=crash", "--run");
        assertThat(result.exitStatus()).isEqualTo(4);
        assertThat(result.error()).contains("error REQUEST_INVALID", "nothing to reduce");
        assertThat(directory.resolve("sound.reduced.onnx")).doesNotExist();
    }

    private static ModelProto withWrongStrides() throws Exception {
        ModelProto model = ModelProto.parseFrom(Files.readAllBytes(Installation.demo("digits-cnn.onnx")));
        GraphProto.Builder graph = model.getGraph().toBuilder();
        NodeProto.Builder last = graph.getNodeBuilderList().stream()
                .filter(node -> node.getOpType().equals("Conv"))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        for (int i = last.getAttributeCount() - 1; i >= 0; i--) {
            if (last.getAttribute(i).getName().equals(STRIDES)) {
                last.removeAttribute(i);
            }
        }
        last.addAttribute(Attributes.integers(STRIDES, 1, 1, 1));
        return model.toBuilder().setGraph(graph).build();
    }
}
