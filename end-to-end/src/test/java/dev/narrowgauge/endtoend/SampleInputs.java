package dev.narrowgauge.endtoend;

import com.google.protobuf.ByteString;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.StringStringEntryProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.proto.TensorShapeProto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The shipped models and data in the other forms in which users have theirs. */
final class SampleInputs {
    private static final int MIN_EXTERNAL_BYTES = 256;

    /** Of an activation whose others are about 1. */
    private static final float LOUD = 1e5f;

    private SampleInputs() {}

    /** Writes a copy of the model whose weights stand in the file {@code weights.data} beside it. */
    static Path withExternalData(Path model, Path directory) throws IOException {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        ModelProto read = ModelProto.parseFrom(Files.readAllBytes(model));
        GraphProto.Builder graph = read.getGraph().toBuilder();
        for (TensorProto.Builder tensor : graph.getInitializerBuilderList()) {
            ByteString raw = tensor.getRawData();
            if (raw.size() >= MIN_EXTERNAL_BYTES) {
                tensor.clearRawData()
                        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                        .addExternalData(entry("location", "weights.data"))
                        .addExternalData(entry("offset", Integer.toString(data.size())))
                        .addExternalData(entry("length", Integer.toString(raw.size())));
                raw.writeTo(data);
            }
        }
        if (data.size() == 0) {
            throw new IllegalArgumentException(model + " has no raw initializer to move");
        }
        Files.write(directory.resolve("weights.data"), data.toByteArray());
        byte[] bytes = read.toBuilder().setGraph(graph).build().toByteArray();
        return Files.write(directory.resolve("external.onnx"), bytes);
    }

    /**
     * Writes a copy of digits-cnn with destroyed weights: one channel of its second convolution is so large that codes of eight
     * bits leave nothing of the others. Nothing looks at that channel, so in float the model goes on to answer.
     */
    static Path withOneLoudChannel(Path cnn, Path target) throws IOException {
        ModelProto read = ModelProto.parseFrom(Files.readAllBytes(cnn));
        GraphProto.Builder graph = read.getGraph().toBuilder();
        int channels = Math.toIntExact(tensor(graph, "c2.bias").getDims(0));
        change(graph, "c2.bias", (at, value) -> at == 0 ? LOUD : value);
        TensorProto next = tensor(graph, "c3.weight");
        long kernel = next.getDims(2) * next.getDims(3);
        change(graph, "c3.weight", (at, value) -> at / kernel % channels == 0 ? 0 : value);
        long features = tensor(graph, "fc1.weight").getDims(1);
        change(graph, "fc1.weight", (at, value) -> at % features < features / channels ? 0 : value);
        return Files.write(target, read.toBuilder().setGraph(graph).build().toByteArray());
    }

    private static TensorProto tensor(GraphProto.Builder graph, String name) {
        return graph.getInitializerList().stream()
                .filter(tensor -> tensor.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void change(GraphProto.Builder graph, String name, Change change) {
        TensorProto.Builder tensor = graph.getInitializerBuilderList().stream()
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
        ByteBuffer values = ByteBuffer.wrap(tensor.getRawData().toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < values.capacity() / Float.BYTES; at++) {
            values.putFloat(at * Float.BYTES, change.of(at, values.getFloat(at * Float.BYTES)));
        }
        tensor.setRawData(ByteString.copyFrom(values.array()));
    }

    /** What becomes of one value of a tensor. */
    private interface Change {
        float of(int at, float value);
    }

    static Path zip(Path target, Path... files) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(target))) {
            for (Path file : files) {
                zip.putNextEntry(new ZipEntry(file.getFileName().toString()));
                Files.copy(file, zip);
            }
        }
        return target;
    }

    /** Writes noise for the first input of the model as ONNX test data: a zip of {@code test_data_set_N} folders. */
    static Path testSets(Path model, int count, Path target) throws IOException {
        TensorShapeProto shape = ModelProto.parseFrom(Files.readAllBytes(model))
                .getGraph()
                .getInput(0)
                .getType()
                .getTensorType()
                .getShape();
        Random random = new Random(1);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(target))) {
            for (int set = 0; set < count; set++) {
                zip.putNextEntry(new ZipEntry("test_data_set_%d/input_0.pb".formatted(set)));
                noise(shape, random).writeTo(zip);
            }
        }
        return target;
    }

    private static TensorProto noise(TensorShapeProto shape, Random random) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(TensorProto.DataType.FLOAT_VALUE);
        int elements = 1;
        for (TensorShapeProto.Dimension dimension : shape.getDimList()) {
            int size = (int) Math.max(1, dimension.getDimValue());
            tensor.addDims(size);
            elements *= size;
        }
        ByteBuffer values = ByteBuffer.allocate(Float.BYTES * elements).order(ByteOrder.LITTLE_ENDIAN);
        while (values.hasRemaining()) {
            values.putFloat(random.nextFloat());
        }
        return tensor.setRawData(ByteString.copyFrom(values.flip())).build();
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
