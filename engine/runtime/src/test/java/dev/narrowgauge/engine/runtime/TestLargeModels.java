package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.OperatorSetIdProto;
import dev.narrowgauge.engine.onnx.proto.StringStringEntryProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.proto.TensorShapeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Quantize;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TestLargeModels {
    private static final int LAYERS = 6;
    private static final int WIDTH = 4096;
    private static final long LAYER_BYTES = 4L * WIDTH * WIDTH;

    @TempDir
    private Path directory;

    /** 400 MB of weights, where heap and everything else together may have 600. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void weightsMayBeLargerThanTheMemoryOfTheEngine() throws IOException, InterruptedException {
        Path variant = directory.resolve("variant.onnx");
        Quantize.Builder request = Quantize.newBuilder()
                .setModelPath(model().toString())
                .setOutputPath(variant.toString())
                .setWorkDirectory(directory.toString())
                .setRecipeJson("{\"mode\": \"dynamic\"}");
        try (var child = new ChildProcess("600000")) {
            child.send(EngineRequest.newBuilder().setQuantize(request).build());
            EngineEvent last = child.last();

            assertThat(last.getFailure().getMessage()).isEmpty();
            assertThat(Files.size(variant)).isBetween(LAYERS * LAYER_BYTES / 4, LAYERS * LAYER_BYTES / 3);
            child.exit();
        }
    }

    private Path model() throws IOException {
        try (var data = new RandomAccessFile(directory.resolve("weights.bin").toFile(), "rw")) {
            // Zeros that take no room on the disk.
            data.setLength(LAYERS * LAYER_BYTES);
        }
        GraphProto.Builder graph = GraphProto.newBuilder().setName("wide").addInput(row("v0"));
        for (int layer = 0; layer < LAYERS; layer++) {
            graph.addInitializer(TensorProto.newBuilder()
                    .setName("w" + layer)
                    .setDataType(ElementType.FLOAT.number())
                    .addDims(WIDTH)
                    .addDims(WIDTH)
                    .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                    .addExternalData(entry("location", "weights.bin"))
                    .addExternalData(entry("offset", Long.toString(layer * LAYER_BYTES)))
                    .addExternalData(entry("length", Long.toString(LAYER_BYTES))));
            graph.addNode(NodeProto.newBuilder()
                    .setOpType("MatMul")
                    .setName("n" + layer)
                    .addInput("v" + layer)
                    .addInput("w" + layer)
                    .addOutput("v" + (layer + 1)));
        }
        ModelProto model = ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(graph.addOutput(row("v" + LAYERS)))
                .build();
        return Files.write(directory.resolve("wide.onnx"), model.toByteArray());
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    private static ValueInfoProto row(String name) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("batch"))
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(WIDTH));
        ValueInfoProto.Builder value = ValueInfoProto.newBuilder().setName(name);
        value.getTypeBuilder()
                .getTensorTypeBuilder()
                .setElemType(ElementType.FLOAT.number())
                .setShape(shape);
        return value.build();
    }
}
