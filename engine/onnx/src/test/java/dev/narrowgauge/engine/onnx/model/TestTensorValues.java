package dev.narrowgauge.engine.onnx.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import org.junit.jupiter.api.Test;

class TestTensorValues {
    @Test
    void builtTensorsGiveTheirValuesBack() {
        assertThat(TensorValues.floats(Tensors.floats("t", new float[] {1.5f, -2}, 2)))
                .containsExactly(1.5f, -2f);
        assertThat(TensorValues.floats(Tensors.float16("t", new float[] {0.5f, 1e9f}, 2)))
                .containsExactly(0.5f, Float.POSITIVE_INFINITY);
        assertThat(TensorValues.longs(Tensors.int8("t", new byte[] {-1, 127}, 2)))
                .containsExactly(-1, 127);
        assertThat(TensorValues.longs(Tensors.uint8("t", new byte[] {-1, 127}, 1, 2)))
                .containsExactly(255, 127);
        assertThat(TensorValues.longs(Tensors.int32("t", new int[] {Integer.MIN_VALUE})))
                .containsExactly(Integer.MIN_VALUE);
        assertThat(TensorValues.longs(Tensors.int64("t", new long[] {Long.MIN_VALUE, 5}, 2)))
                .containsExactly(Long.MIN_VALUE, 5);
        assertThat(TensorValues.floats(Tensors.int64("t", new long[] {3}))).containsExactly(3f);
        assertThat(TensorValues.longs(Tensors.int64("t", new long[0], 0, 4))).isEmpty();
    }

    @Test
    void valuesWithinALargerFileAreReadFromWhereTheyBegin() {
        ByteString file = ByteString.copyFrom(new byte[] {9, 9, 9, 9, 9, 9, 9, 9, 7, 0, 0, 0, 0, 0, 0, 0, 9});
        TensorProto tensor =
                typed(ElementType.INT64, 1).setRawData(file.substring(8, 16)).build();
        assertThat(TensorValues.longs(tensor)).containsExactly(7);
    }

    @Test
    void typedFieldsGiveTheSameAsRawData() {
        assertThat(TensorValues.floats(typed(ElementType.FLOAT, 2)
                        .addFloatData(1)
                        .addFloatData(2)
                        .build()))
                .containsExactly(1, 2);
        assertThat(TensorValues.floats(
                        typed(ElementType.DOUBLE, 1).addDoubleData(0.1).build()))
                .containsExactly(0.1f);
        assertThat(TensorValues.floats(
                        typed(ElementType.FLOAT16, 1).addInt32Data(0x3C00).build()))
                .containsExactly(1f);
        assertThat(TensorValues.floats(typed(ElementType.BFLOAT16, 2)
                        .addInt32Data(0x3F80)
                        .addInt32Data(0xBF80)
                        .build()))
                .containsExactly(1f, -1f);
        assertThat(TensorValues.longs(
                        typed(ElementType.INT8, 1).addInt32Data(-3).build()))
                .containsExactly(-3);
        assertThat(TensorValues.longs(
                        typed(ElementType.UINT16, 1).addInt32Data(65535).build()))
                .containsExactly(65535);
        assertThat(TensorValues.longs(
                        typed(ElementType.INT64, 1).addInt64Data(-9).build()))
                .containsExactly(-9);
        assertThat(TensorValues.longs(
                        typed(ElementType.UINT32, 1).addUint64Data(0xFFFFFFFFL).build()))
                .containsExactly(0xFFFFFFFFL);
        assertThat(TensorValues.longs(
                        typed(ElementType.UINT64, 1).addUint64Data(7).build()))
                .containsExactly(7);
        assertThat(TensorValues.longs(typed(ElementType.BOOL, 2)
                        .addInt32Data(1)
                        .addInt32Data(0)
                        .build()))
                .containsExactly(1, 0);
    }

    @Test
    void narrowElementsArePackedFromTheLowBits() {
        ByteString raw = ByteString.copyFrom(new byte[] {(byte) 0xF1, 0x07});
        assertThat(TensorValues.longs(Tensors.raw("t", ElementType.INT4, raw, 3)))
                .containsExactly(1, -1, 7);
        assertThat(TensorValues.longs(Tensors.raw("t", ElementType.UINT4, raw, 3)))
                .containsExactly(1, 15, 7);
        ByteString quarters = ByteString.copyFrom(new byte[] {(byte) 0b11_10_01_00});
        assertThat(TensorValues.longs(Tensors.raw("t", ElementType.UINT2, quarters, 4)))
                .containsExactly(0, 1, 2, 3);
        assertThat(TensorValues.longs(Tensors.raw("t", ElementType.INT2, quarters, 4)))
                .containsExactly(0, 1, -2, -1);
    }

    @Test
    void sizesOfElements() {
        assertThat(ElementType.INT4.byteCount(5)).isEqualTo(3);
        assertThat(ElementType.COMPLEX128.byteCount(2)).isEqualTo(32);
        assertThat(ElementType.ofNumber(10)).hasValue(ElementType.FLOAT16);
        assertThat(ElementType.ofNumber(99)).isEmpty();
        assertThat(ElementType.FLOAT8E4M3FN.lowerCaseName()).isEqualTo("float8e4m3fn");
        for (TensorProto.DataType type : TensorProto.DataType.values()) {
            assertThat(ElementType.ofNumber(type.getNumber()))
                    .hasValueSatisfying(known -> assertThat(known.name()).isEqualTo(type.name()));
        }
    }

    @Test
    void tensorsThatHaveNoSuchValues() {
        refused(typed(ElementType.FLOAT, 3).addFloatData(1).build());
        refused(typed(ElementType.STRING, 0).build());
        refused(typed(ElementType.FLOAT, 1).clearDataType().build());
    }

    private static void refused(TensorProto tensor) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> TensorValues.floats(tensor))
                .returns(ErrorCode.MODEL_INVALID, NarrowgaugeException::code);
    }

    private static TensorProto.Builder typed(ElementType type, long dimension) {
        return TensorProto.newBuilder().setDataType(type.number()).addDims(dimension);
    }
}
