package dev.narrowgauge.engine.onnx.graph;

import com.google.protobuf.ByteString;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.AttributeProto.AttributeType;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.Arrays;
import java.util.List;

/** Builds attributes of nodes. */
public final class Attributes {
    private Attributes() {}

    public static AttributeProto integer(String name, long value) {
        return of(name, AttributeType.INT).setI(value).build();
    }

    public static AttributeProto integers(String name, long... values) {
        return integers(name, Arrays.stream(values).boxed().toList());
    }

    public static AttributeProto integers(String name, List<Long> values) {
        return of(name, AttributeType.INTS).addAllInts(values).build();
    }

    /** Rounded to float32, which attributes have. */
    public static AttributeProto real(String name, double value) {
        return of(name, AttributeType.FLOAT).setF((float) value).build();
    }

    public static AttributeProto reals(String name, float... values) {
        AttributeProto.Builder builder = of(name, AttributeType.FLOATS);
        for (float value : values) {
            builder.addFloats(value);
        }
        return builder.build();
    }

    public static AttributeProto text(String name, String value) {
        return of(name, AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    public static AttributeProto tensor(String name, TensorProto value) {
        return of(name, AttributeType.TENSOR).setT(value).build();
    }

    public static AttributeProto graph(String name, GraphProto value) {
        return of(name, AttributeType.GRAPH).setG(value).build();
    }

    private static AttributeProto.Builder of(String name, AttributeType type) {
        return AttributeProto.newBuilder().setName(name).setType(type);
    }
}
