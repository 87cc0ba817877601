package dev.narrowgauge.engine.onnx.model;

import static dev.narrowgauge.domain.error.ErrorCode.FILE_NOT_FOUND;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_DIMENSION_OVERFLOW;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_INVALID;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_NOT_ONNX;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_TRUNCATED;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_UNSUPPORTED_DOMAIN;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_UNSUPPORTED_OPSET;
import static dev.narrowgauge.engine.onnx.graph.Attributes.graph;
import static dev.narrowgauge.engine.onnx.model.SmallModels.add;
import static dev.narrowgauge.engine.onnx.model.SmallModels.branches;
import static dev.narrowgauge.engine.onnx.model.SmallModels.node;
import static dev.narrowgauge.engine.onnx.model.SmallModels.value;
import static dev.narrowgauge.engine.onnx.model.SmallModels.withWeight;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.SampleFiles;
import dev.narrowgauge.engine.onnx.proto.FunctionProto;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.OperatorSetIdProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestOnnxModelReader {
    @TempDir
    private Path directory;

    @Test
    void validModelsAreRead() throws IOException {
        assertThat(read(add()).proto()).isEqualTo(add().build());
        assertThat(read(branches()).describe().opCounts())
                .containsEntry("If", 1)
                .containsEntry("Neg", 1);
    }

    @Test
    void initializerMayBeAnInputToo() throws IOException {
        ModelProto.Builder model = add().setIrVersion(3);
        model.getGraphBuilder().addInput(value("w", 2));

        assertThat(read(model).describe().inputs()).extracting(ValueInfo::name).containsExactly("x");
    }

    @Test
    void filesThatAreNoModel() throws IOException {
        refused(MODEL_NOT_ONNX, new byte[0]);
        refused(MODEL_NOT_ONNX, "hello world, this is a text".getBytes(UTF_8));
        refused(MODEL_NOT_ONNX, new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        refused(MODEL_NOT_ONNX, new byte[4096]);
        refused(MODEL_NOT_ONNX, Files.readAllBytes(SampleFiles.demo("digits-calibration.npz")));
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> OnnxModelReader.read(directory.resolve("absent.onnx")))
                .returns(FILE_NOT_FOUND, NarrowgaugeException::code);
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> OnnxModelReader.read(directory))
                .returns(FILE_NOT_FOUND, NarrowgaugeException::code);
    }

    @Test
    void modelCutOffAnywhereInItsGraphIsTruncated() throws IOException {
        byte[] whole = Files.readAllBytes(SampleFiles.demo("digits-cnn.onnx"));
        for (int length : new int[] {100, 1000, whole.length / 2, whole.length - 100}) {
            refused(MODEL_TRUNCATED, Arrays.copyOf(whole, length));
        }
    }

    @Test
    void damageInsideTheFileIsNotTruncation() throws IOException {
        byte[] model = add().build().toByteArray();
        int node = ByteString.copyFrom(model).toStringUtf8().indexOf("Add");
        model[node - 1] = 120;
        refused(MODEL_INVALID, model);
    }

    @Test
    void deepNestingIsRefusedWithoutExhaustingTheStack() throws IOException {
        ModelProto.Builder model = add();
        GraphProto graph = model.getGraph();
        for (int i = 0; i < 100; i++) {
            graph = GraphProto.newBuilder()
                    .addNode(node("If", List.of(), List.of("y")).toBuilder().addAttribute(graph("b", graph)))
                    .build();
        }
        refused(MODEL_INVALID, model.setGraph(graph).build().toByteArray());

        // A graph of nothing but a million group starts.
        byte[] groups = new byte[4 + 1_000_000];
        Arrays.fill(groups, (byte) 0x0B);
        groups[0] = 0x3A;
        groups[1] = (byte) (1_000_000 & 0x7F | 0x80);
        groups[2] = (byte) (1_000_000 >> 7 & 0x7F | 0x80);
        groups[3] = (byte) (1_000_000 >> 14);
        refused(MODEL_INVALID, groups);
    }

    @Test
    void versions() throws IOException {
        refused(MODEL_INVALID, add().clearIrVersion());
        refused(MODEL_UNSUPPORTED_OPSET, add().setIrVersion(99));
        refused(MODEL_UNSUPPORTED_OPSET, add().clearOpsetImport());
        refused(MODEL_UNSUPPORTED_OPSET, opset(6));
        refused(MODEL_UNSUPPORTED_OPSET, opset(27));
        refused(
                MODEL_INVALID,
                add().addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17)));
        read(opset(7));
        read(opset(26));
    }

    @Test
    void operatorDomains() throws IOException {
        refused(MODEL_UNSUPPORTED_DOMAIN, change(g -> g.getNodeBuilder(0).setDomain("com.example")));
        read(change(g -> g.getNodeBuilder(0).setDomain("com.microsoft")));
        read(callingItself("Relu"));
        refused(MODEL_INVALID, callingItself("Twice"));
    }

    @Test
    void valuesAreMadeOnceAndBeforeTheyAreUsed() throws IOException {
        refused(MODEL_INVALID, change(GraphProto.Builder::clearOutput));
        refused(MODEL_INVALID, change(g -> g.getNodeBuilder(0).setInput(0, "nothing")));
        refused(MODEL_INVALID, change(g -> g.getNodeBuilder(0).setInput(0, "y")));
        refused(MODEL_INVALID, change(g -> g.getNodeBuilder(0).setOutput(0, "x")));
        refused(MODEL_INVALID, change(g -> g.getNodeBuilder(0).setOutput(0, "w")));
        refused(MODEL_INVALID, change(g -> g.getNodeBuilder(0).clearOpType()));
        refused(MODEL_INVALID, change(g -> g.addInput(value("x", 1))));
        refused(MODEL_INVALID, change(g -> g.addInput(value("", 1))));
        refused(MODEL_INVALID, change(g -> g.getInputBuilder(0).clearType()));
        refused(MODEL_INVALID, change(g -> g.addInitializer(g.getInitializer(0))));
        refused(MODEL_INVALID, change(g -> g.addOutput(value("z", 1))));
        refused(MODEL_INVALID, change(g -> g.addNode(0, node("Neg", List.of("y"), List.of("z")))));
        refused(MODEL_INVALID, change(g -> g.getInputBuilder(0).setName("x".repeat(100_000))));
    }

    @Test
    void branchSeesOnlyWhatWasMadeBefore() throws IOException {
        ModelProto.Builder model = branches();
        model.getGraphBuilder()
                .getNodeBuilder(0)
                .getAttributeBuilder(1)
                .getGBuilder()
                .getNodeBuilder(0)
                .setInput(0, "y");
        refused(MODEL_INVALID, model);
    }

    @Test
    void shapesAndBytesAgree() throws IOException {
        TensorProto weight = add().getGraph().getInitializer(0);
        refused(MODEL_INVALID, withWeight(weight.toBuilder().setDims(0, 3).build()));
        refused(MODEL_INVALID, withWeight(weight.toBuilder().setDims(0, -2).build()));
        refused(MODEL_INVALID, withWeight(weight.toBuilder().setDataType(99).build()));
        refused(
                MODEL_INVALID,
                withWeight(weight.toBuilder().clearRawData().addFloatData(1).build()));
        read(withWeight(weight.toBuilder()
                .clearRawData()
                .addFloatData(1)
                .addFloatData(2)
                .build()));
        long huge = 1L << 40;
        refused(
                MODEL_DIMENSION_OVERFLOW,
                withWeight(weight.toBuilder().setDims(0, huge).addDims(huge).build()));
        refused(
                MODEL_DIMENSION_OVERFLOW,
                withWeight(weight.toBuilder()
                        .setDims(0, huge)
                        .addDims(huge)
                        .addDims(0)
                        .build()));
        refused(
                MODEL_DIMENSION_OVERFLOW,
                withWeight(weight.toBuilder().setDims(0, Long.MAX_VALUE / 2).build()));
        refused(MODEL_DIMENSION_OVERFLOW, change(g -> g.setInput(0, value("x", huge, huge))));
        refused(
                MODEL_INVALID,
                change(g -> g.getInputBuilder(0)
                        .getTypeBuilder()
                        .getTensorTypeBuilder()
                        .setElemType(0)));
    }

    private static ModelProto.Builder opset(long version) {
        ModelProto.Builder model = add();
        model.getOpsetImportBuilder(0).setVersion(version);
        return model;
    }

    private static ModelProto.Builder callingItself(String inner) {
        ModelProto.Builder model = add();
        model.getGraphBuilder().getNodeBuilder(0).setDomain("local").setOpType("Twice");
        return model.addFunctions(FunctionProto.newBuilder()
                .setDomain("local")
                .setName("Twice")
                .addInput("a")
                .addInput("b")
                .addOutput("c")
                .addNode(node(inner, List.of("a"), List.of("c")).toBuilder()
                        .setDomain(inner.equals("Twice") ? "local" : "")));
    }

    private static ModelProto.Builder change(Consumer<GraphProto.Builder> change) {
        ModelProto.Builder model = add();
        change.accept(model.getGraphBuilder());
        return model;
    }

    private OnnxModel read(ModelProto.Builder model) throws IOException {
        return OnnxModelReader.read(
                Files.write(directory.resolve("valid.onnx"), model.build().toByteArray()));
    }

    private void refused(ErrorCode code, ModelProto.Builder model) throws IOException {
        refused(code, model.build().toByteArray());
    }

    private void refused(ErrorCode code, byte[] bytes) throws IOException {
        Path file = Files.write(directory.resolve("bad.onnx"), bytes);
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> OnnxModelReader.read(file))
                .returns(code, NarrowgaugeException::code)
                .satisfies(refusal ->
                        assertThat(refusal.getMessage()).endsWith(".").hasSizeLessThan(1000));
    }
}
