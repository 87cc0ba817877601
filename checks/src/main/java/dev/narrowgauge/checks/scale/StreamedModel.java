package dev.narrowgauge.checks.scale;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.OperatorSetIdProto;
import dev.narrowgauge.engine.onnx.proto.StringStringEntryProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.proto.TensorShapeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A network that is written while it is built: its weights go to a data file as they are drawn, so it may be larger than
 * memory. Every method that adds a value returns its name.
 */
final class StreamedModel implements AutoCloseable {
    private static final int IR_VERSION = 8;
    private static final int OPSET = 17;
    private static final double EPSILON = 1e-5;
    private static final int CHUNK_BYTES = 1 << 20;

    /** Of the spread of a column's weights, as trained layers have it: the columns of one matrix differ. */
    private static final double COLUMNS_DIFFER = 0.4;

    private final Path file;
    private final String location;
    private final FileChannel data;
    private final SplittableRandom random;
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("scale");
    private long end;
    private int count;

    StreamedModel(Path file, long seed) {
        this.file = file;
        this.location = file.getFileName() + ".data";
        this.random = new SplittableRandom(seed);
        try {
            this.data = FileChannel.open(
                    file.resolveSibling(location), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw notWritten(e);
        }
    }

    /** With any number of samples before the dimensions, of which those below zero are free. */
    String input(String name, ElementType type, long... dims) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("batch"));
        for (long dim : dims) {
            TensorShapeProto.Dimension.Builder length = shape.addDimBuilder();
            if (dim >= 0) {
                length.setDimValue(dim);
            } else {
                length.setDimParam("length");
            }
        }
        ValueInfoProto.Builder input = ValueInfoProto.newBuilder().setName(name);
        input.getTypeBuilder().getTensorTypeBuilder().setElemType(type.number()).setShape(shape);
        graph.addInput(input);
        return name;
    }

    String node(String operator, List<String> inputs, AttributeProto... attributes) {
        String result = "value" + count++;
        graph.addNode(NodeProto.newBuilder()
                .setName(operator + "_" + graph.getNodeCount())
                .setOpType(operator)
                .addAllInput(inputs)
                .addOutput(result)
                .addAllAttribute(List.of(attributes)));
        return result;
    }

    /** Small ones, inside the model. */
    String constant(TensorProto tensor) {
        String name = "constant" + count++;
        graph.addInitializer(tensor.toBuilder().setName(name));
        return name;
    }

    String longs(long... values) {
        return constant(Tensors.int64("", values, values.length));
    }

    String filled(float value, int length) {
        float[] values = new float[length];
        Arrays.fill(values, value);
        return constant(Tensors.floats("", values, length));
    }

    /** Along the last axis. */
    String normalized(String value, int width) {
        return node(
                "LayerNormalization",
                List.of(value, filled(1, width), filled(0, width)),
                Attributes.integer("axis", -1),
                Attributes.real("epsilon", EPSILON));
    }

    /** A matrix of normally distributed numbers, in the data file. */
    String matrix(long rows, int columns, double deviation) {
        double[] spread = new double[columns];
        for (int i = 0; i < columns; i++) {
            spread[i] = deviation * Math.exp(COLUMNS_DIFFER * random.nextGaussian());
        }
        long start = end;
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(LITTLE_ENDIAN);
        for (long row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                chunk.putFloat((float) (spread[column] * random.nextGaussian()));
                if (!chunk.hasRemaining()) {
                    write(chunk);
                }
            }
        }
        write(chunk);
        String name = "weights" + count++;
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(ElementType.FLOAT.number())
                .addDims(rows)
                .addDims(columns)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", location))
                .addExternalData(entry("offset", Long.toString(start)))
                .addExternalData(entry("length", Long.toString(end - start))));
        return name;
    }

    /** Of a convolution that keeps the size of what it reads. */
    String kernel(int outputs, int inputs, int width) {
        int count = inputs * width * width;
        float[] values = new float[outputs * count];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (Math.sqrt(2.0 / count) * random.nextGaussian());
        }
        return constant(Tensors.floats("", values, outputs, inputs, width, width));
    }

    void output(String value) {
        ValueInfoProto.Builder output = ValueInfoProto.newBuilder().setName(value);
        output.getTypeBuilder().getTensorTypeBuilder().setElemType(ElementType.FLOAT.number());
        graph.addOutput(output);
    }

    /** Writes the graph, last of all. */
    @Override
    public void close() {
        ModelProto model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("narrowgauge-checks")
                .setGraph(graph)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .build();
        try {
            data.close();
            Files.write(file, model.toByteArray());
        } catch (IOException e) {
            throw notWritten(e);
        }
    }

    private void write(ByteBuffer chunk) {
        try {
            chunk.flip();
            while (chunk.hasRemaining()) {
                end += data.write(chunk);
            }
            chunk.clear();
        } catch (IOException e) {
            throw notWritten(e);
        }
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    private NarrowgaugeException notWritten(IOException e) {
        return new NarrowgaugeException(ErrorCode.OUTPUT_NOT_WRITABLE, file + " cannot be written: " + e, e);
    }
}
