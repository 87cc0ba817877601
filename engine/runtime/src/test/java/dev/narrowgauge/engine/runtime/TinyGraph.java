package dev.narrowgauge.engine.runtime;

import com.google.protobuf.ByteString;
import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.OnnxModelWriter;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.OperatorSetIdProto;
import dev.narrowgauge.engine.onnx.proto.TensorShapeProto;
import dev.narrowgauge.engine.onnx.proto.TypeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Small graphs over images of 3 x 8 x 8, and samples for them. A node's name is that of its result. */
public final class TinyGraph {
    private static final int SAMPLES = 16;
    private static final int VALUES = 3 * 8 * 8;

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("tiny");
    private final Random random = new Random(5);
    private int constants;

    public TinyGraph() {
        graph.addInput(value("x", -1, 3, 8, 8));
    }

    public String node(String opType, String result, List<String> inputs, AttributeProto... attributes) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType(opType)
                .setName(result)
                .addAllInput(inputs)
                .addOutput(result)
                .addAllAttribute(List.of(attributes)));
        return result;
    }

    /** A node of any domain. */
    public void add(NodeProto node) {
        graph.addNode(node);
    }

    public String conv(String result, String input, int from, int to) {
        return node("Conv", result, List.of(input, random(to, from, 3, 3)), Attributes.integers("pads", 1, 1, 1, 1));
    }

    /** A convolution of each channel by itself. */
    public String depthwise(String result, String input, int channels) {
        return node(
                "Conv",
                result,
                List.of(input, random(channels, 1, 3, 3), random(channels)),
                Attributes.integer("group", channels),
                Attributes.integers("pads", 1, 1, 1, 1));
    }

    /** Twelve channels, where kernels for convolutions of single channels take sixteen at once. */
    public static ModelProto withUnevenChannels() {
        TinyGraph graph = new TinyGraph();
        String first = graph.node("HardSwish", "h1", List.of(graph.conv("c1", "x", 3, 12)));
        String second = graph.node("Relu", "r2", List.of(graph.depthwise("c2", first, 12)));
        String gate = graph.conv("g2", graph.node("GlobalAveragePool", "g1", List.of(second)), 12, 12);
        String gated = graph.node("Mul", "m3", List.of(second, graph.node("Sigmoid", "g3", List.of(gate))));
        graph.conv("y", graph.node("Relu", "r3", List.of(graph.depthwise("c3", gated, 12))), 12, 8);
        return graph.build("y", 8);
    }

    public String gemm(String result, String input, int from, int to) {
        return node("Gemm", result, List.of(input, random(from, to), random(to)));
    }

    /** Quantizes and dequantizes with a scale that fits values around one. */
    public String codesAndBack(String input, ElementType type, int zeroPoint) {
        String scale = constant(0.02f);
        String zero = "k" + constants++;
        graph.addInitializer(Tensors.raw(zero, type, ByteString.copyFrom(new byte[] {(byte) zeroPoint})));
        String codes = node("QuantizeLinear", input + ".q", List.of(input, scale, zero));
        return node("DequantizeLinear", input + ".d", List.of(codes, scale, zero));
    }

    /** A convolution whose weights are int8 behind DequantizeLinear. */
    public String integerConv(String result, String input, int from, int to) {
        byte[] codes = new byte[to * from * 9];
        random.nextBytes(codes);
        String weights = "k" + constants++;
        graph.addInitializer(Tensors.raw(weights, ElementType.INT8, ByteString.copyFrom(codes), to, from, 3, 3));
        String zero = "k" + constants++;
        graph.addInitializer(Tensors.raw(zero, ElementType.INT8, ByteString.copyFrom(new byte[1])));
        String read = node("DequantizeLinear", weights + ".d", List.of(weights, constant(0.001f), zero));
        return node("Conv", result, List.of(input, read), Attributes.integers("pads", 1, 1, 1, 1));
    }

    public String constant(float value) {
        String name = "k" + constants++;
        graph.addInitializer(Tensors.floats(name, new float[] {value}));
        return name;
    }

    public String random(long... dims) {
        int size = 1;
        for (long dim : dims) {
            size *= (int) dim;
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (random.nextGaussian() * 0.2);
        }
        String name = "k" + constants++;
        graph.addInitializer(Tensors.floats(name, values, dims));
        return name;
    }

    /** Normal values that many times as large. */
    public String scaled(float factor, long... dims) {
        String name = random(dims);
        int place = graph.getInitializerCount() - 1;
        float[] values = TensorValues.floats(graph.getInitializer(place));
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        graph.setInitializer(place, Tensors.floats(name, values, dims));
        return name;
    }

    public String filled(float value, int size) {
        String name = "k" + constants++;
        float[] values = new float[size];
        Arrays.fill(values, value);
        graph.addInitializer(Tensors.floats(name, values, size));
        return name;
    }

    /** Normal values, those of one index along an axis that many times as large. */
    public String uneven(int axis, int index, float factor, long... dims) {
        String name = random(dims);
        int place = graph.getInitializerCount() - 1;
        float[] values = TensorValues.floats(graph.getInitializer(place));
        int inner = 1;
        for (int i = axis + 1; i < dims.length; i++) {
            inner *= (int) dims[i];
        }
        for (int i = 0; i < values.length; i++) {
            values[i] *= i / inner % dims[axis] == index ? factor : 1;
        }
        graph.setInitializer(place, Tensors.floats(name, values, dims));
        return name;
    }

    /** A convolution that reads its first channel with so much of its weight. */
    public String conv(String result, String input, int from, int to, float first) {
        String weights = uneven(1, 0, first, to, from, 3, 3);
        return node("Conv", result, List.of(input, weights), Attributes.integers("pads", 1, 1, 1, 1));
    }

    public String constant(long... values) {
        String name = "k" + constants++;
        graph.addInitializer(Tensors.int64(name, values, values.length));
        return name;
    }

    public ModelProto build(String output, int channels) {
        return build(output, channels, 17);
    }

    public ModelProto build(String output, int channels, long opset) {
        return ModelProto.newBuilder()
                .setIrVersion(opset > 20 ? 10 : 8)
                .setGraph(graph.clone().addOutput(value(output, -1, channels, 8, 8)))
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset))
                .build();
    }

    /** With one row of results for each sample. */
    public ModelProto buildRows(String output, int columns) {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .setGraph(graph.clone().addOutput(value(output, -1, columns)))
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(17))
                .build();
    }

    public static Path write(ModelProto model, Path file) {
        OnnxModelWriter.write(model, file);
        return file;
    }

    /** Normal values as a dataset with the one input of these graphs. */
    public static Path samples(Path file) throws IOException {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + SAMPLES + ", 3, 8, 8), }";
        String padded = String.format("%-117s\n", header);
        Random values = new Random(6);
        ByteBuffer data = ByteBuffer.allocate(SAMPLES * VALUES * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (data.hasRemaining()) {
            data.putFloat((float) values.nextGaussian());
        }
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("x.npy"));
            zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) padded.length(), 0});
            zip.write(padded.getBytes(StandardCharsets.ISO_8859_1));
            zip.write(data.array());
            zip.closeEntry();
        }
        return file;
    }

    private static ValueInfoProto value(String name, long... dims) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (long dim : dims) {
            TensorShapeProto.Dimension.Builder dimension = shape.addDimBuilder();
            if (dim < 0) {
                dimension.setDimParam("batch");
            } else {
                dimension.setDimValue(dim);
            }
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(ElementType.FLOAT.number())
                                .setShape(shape)))
                .build();
    }
}
