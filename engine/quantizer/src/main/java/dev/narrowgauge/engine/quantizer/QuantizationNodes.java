package dev.narrowgauge.engine.quantizer;

import com.google.protobuf.ByteString;
import dev.narrowgauge.domain.recipe.IntegerType;
import dev.narrowgauge.domain.report.TensorReport;
import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.quantizer.calibration.TensorStatistics;
import dev.narrowgauge.engine.quantizer.numbers.QuantizationParameters;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * Adds QuantizeLinear and DequantizeLinear nodes and their constants to a graph. Names are short and equal constants are
 * stored once: in a small network they would otherwise be a good part of the file.
 */
public final class QuantizationNodes {
    /** Of one constant: the runtime takes a step for each other reader whenever it changes one, so of thousands it is slow. */
    private static final int MOST_USES = 2048;

    private final Graph graph;
    private final Map<Stored, String> stored = new HashMap<>();

    private final Map<String, Integer> uses = new HashMap<>();

    private record Stored(String origin, TensorProto content) {}

    public QuantizationNodes(Graph graph) {
        this.graph = graph;
    }

    /** Quantizes the value; returns the name of its codes. */
    public String quantize(String value, QuantizationParameters parameters) {
        String codes = graph.freshName("q");
        graph.add("QuantizeLinear", codes, withParameters(value, parameters), List.of(codes), List.of());
        return codes;
    }

    /** Dequantizes the codes under a fresh name and returns that. */
    public String dequantize(String codes, QuantizationParameters parameters) {
        String value = graph.freshName("d");
        return dequantize(value, value, codes, parameters);
    }

    /** Dequantizes the codes under that name and returns it. */
    String dequantizeAs(String value, String codes, QuantizationParameters parameters) {
        return dequantize(graph.freshName("d"), value, codes, parameters);
    }

    private String dequantize(String node, String value, String codes, QuantizationParameters parameters) {
        graph.add("DequantizeLinear", node, withParameters(codes, parameters), List.of(value), List.of());
        return value;
    }

    /** Dequantizes constant codes along an axis, or with one scale when the axis is negative. */
    String dequantizeConstant(String codes, String scale, String zeroPoint, int axis) {
        String value = graph.freshName("d");
        List<String> inputs = zeroPoint.isEmpty() ? List.of(codes, scale) : List.of(codes, scale, zeroPoint);
        List<AttributeProto> attributes = axis < 0 ? List.of() : List.of(Attributes.integer("axis", axis));
        graph.add("DequantizeLinear", value, inputs, List.of(value), attributes);
        return value;
    }

    /** Stores a constant as codes and dequantizes it for one reader. */
    String dequantizedConstant(TensorProto constant, float[] values, QuantizationParameters parameters) {
        byte[] codes = bytes(parameters.type(), values.length, i -> parameters.quantize(values[i]));
        return dequantize(
                codes(constant.getName(), parameters.type(), ByteString.copyFrom(codes), dims(constant)), parameters);
    }

    /** Codes as a tensor file has them: one or two bytes each, the lower one first. */
    private static byte[] bytes(IntegerType type, int count, IntUnaryOperator code) {
        int width = type.bits() / Byte.SIZE;
        byte[] bytes = new byte[count * width];
        for (int i = 0; i < count; i++) {
            int value = code.applyAsInt(i);
            for (int part = 0; part < width; part++) {
                bytes[i * width + part] = (byte) (value >> (part * Byte.SIZE));
            }
        }
        return bytes;
    }

    /** Stores codes, named after the tensor that they come from; equal codes of one tensor are stored once. */
    public String codes(String origin, IntegerType type, ByteString codes, long... dims) {
        return store(origin, origin + ".q", Tensors.raw("", elementType(type), codes, dims));
    }

    public String scale(float scale) {
        return store("", "s", Tensors.floats("", new float[] {scale}));
    }

    /** Stores one scale for each channel, named after the tensor that they belong to. */
    public String scales(String origin, float[] values) {
        return store(origin, origin + ".s", Tensors.floats("", values, values.length));
    }

    /** The zero point as a scalar, or when channels is positive once for each channel. */
    public String zeroPoint(IntegerType type, int zeroPoint, int channels) {
        byte[] values = bytes(type, Math.max(channels, 1), i -> zeroPoint);
        long[] dims = channels > 0 ? new long[] {channels} : new long[0];
        return store("", "z", Tensors.raw("", elementType(type), ByteString.copyFrom(values), dims));
    }

    private String store(String origin, String preferredName, TensorProto content) {
        var key = new Stored(origin, content);
        String known = stored.get(key);
        if (known != null && uses.merge(known, 1, Integer::sum) % MOST_USES == 0) {
            stored.remove(key);
        }
        return stored.computeIfAbsent(key, _ -> {
            String name = origin.isEmpty() ? graph.freshName(preferredName) : graph.uniqueName(preferredName);
            graph.putInitializer(content.toBuilder().setName(name).build());
            return name;
        });
    }

    TensorReport report(String name, String kind, TensorStatistics observed, QuantizationParameters parameters) {
        return new TensorReport(
                name,
                kind,
                parameters.type().name().toLowerCase(Locale.ROOT),
                observed.isEmpty() ? null : observed.minimum(),
                observed.isEmpty() ? null : observed.maximum(),
                List.of(parameters.scale()),
                parameters.zeroPoint(),
                null);
    }

    public static long[] dims(TensorProto tensor) {
        return tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
    }

    private List<String> withParameters(String value, QuantizationParameters parameters) {
        return List.of(value, scale(parameters.scale()), zeroPoint(parameters.type(), parameters.zeroPoint(), 0));
    }

    private static ElementType elementType(IntegerType type) {
        return switch (type) {
            case UINT8 -> ElementType.UINT8;
            case INT8 -> ElementType.INT8;
            case UINT16 -> ElementType.UINT16;
            case INT16 -> ElementType.INT16;
        };
    }
}
