package dev.narrowgauge.engine.onnx.dataset;

import static dev.narrowgauge.domain.error.ErrorCode.DATASET_LABEL_OUT_OF_RANGE;
import static dev.narrowgauge.domain.error.ErrorCode.DATASET_SHAPE_MISMATCH;
import static dev.narrowgauge.domain.error.ErrorCode.DATASET_TYPE_MISMATCH;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.model.ElementType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** The labels array of a dataset: any integer type, one or more per sample. */
record Labels(NpzArray array) {
    private static final int BLOCK = 1 << 13;

    Labels {
        if (!array.elementType().isInteger()) {
            throw new NarrowgaugeException(
                    DATASET_TYPE_MISMATCH,
                    "The labels of '" + array.archive().name() + "' are of type "
                            + array.elementType().lowerCaseName()
                            + "; class indices must be integers: save labels.astype('int64').");
        }
    }

    void checkSamples(long samples) {
        if (array.samples() != samples) {
            throw new NarrowgaugeException(
                    DATASET_SHAPE_MISMATCH,
                    "'" + array.archive().name() + "' has " + array.samples() + " labels for " + samples
                            + " samples; save one per sample.");
        }
    }

    void forEach(LongConsumer consumer) {
        try (Pass pass = pass()) {
            long left = array.samples() * array.elementsPerSample();
            while (left > 0) {
                int count = (int) Math.min(left, BLOCK);
                pass.values(count).forEach(consumer::accept);
                left -= count;
            }
        }
    }

    void check(long classCount) {
        long[] index = {0};
        forEach(label -> {
            boolean isLeftOut = label < 0 && array.elementsPerSample() > 1;
            if (!isLeftOut && (label < 0 || label >= classCount)) {
                throw new NarrowgaugeException(
                        DATASET_LABEL_OUT_OF_RANGE,
                        "Label " + index[0] + " of '" + array.archive().name() + "' is " + label
                                + ", but the model distinguishes " + classCount + " classes: labels go from 0 to "
                                + (classCount - 1) + ".");
            }
            index[0]++;
        });
    }

    Pass pass() {
        return new Pass(array, array.stream());
    }

    /** One pass over the labels. */
    record Pass(NpzArray array, NpyStream stream) implements AutoCloseable {
        List<Long> ofSamples(int samples) {
            return values(Math.toIntExact(samples * array.elementsPerSample()));
        }

        private List<Long> values(int count) {
            ElementType type = array.elementType();
            byte[] bytes = new byte[Math.toIntExact(type.byteCount(count))];
            stream.read(bytes, bytes.length);
            ByteBuffer buffer = ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN);
            List<Long> values = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                values.add(next(type, buffer));
            }
            return values;
        }

        private static long next(ElementType type, ByteBuffer buffer) {
            return switch (type.bits()) {
                case 8 -> type == ElementType.UINT8 ? Byte.toUnsignedLong(buffer.get()) : buffer.get();
                case 16 -> type == ElementType.UINT16 ? Short.toUnsignedLong(buffer.getShort()) : buffer.getShort();
                case 32 -> type == ElementType.UINT32 ? Integer.toUnsignedLong(buffer.getInt()) : buffer.getInt();
                default -> buffer.getLong();
            };
        }

        @Override
        public void close() {
            stream.close();
        }
    }
}
