package dev.narrowgauge.engine.quantizer.numbers;

import java.util.List;

/**
 * How a tensor's values, in row-major order, split into channels along one axis: value {@code i} belongs to channel
 * {@code (i / inner) % channels}.
 */
public record ChannelAxis(int axis, int channels, int inner) {

    public static ChannelAxis of(List<Long> dims, int axis) {
        long inner = 1;
        for (int i = axis + 1; i < dims.size(); i++) {
            inner *= dims.get(i);
        }
        return new ChannelAxis(axis, Math.toIntExact(dims.get(axis)), Math.toIntExact(Math.max(inner, 1)));
    }

    /** All values in one channel. */
    public static ChannelAxis whole(int values) {
        return new ChannelAxis(0, 1, Math.max(values, 1));
    }

    /** The channel of a value. */
    int of(int value) {
        return (value / inner) % channels;
    }

    /** The channels of all values in order, without a division for each. */
    Walk walk() {
        return new Walk();
    }

    final class Walk {
        private int channel;
        private int left = inner;

        /** Of the next value. */
        int next() {
            int current = channel;
            if (--left == 0) {
                left = inner;
                channel = channel + 1 == channels ? 0 : channel + 1;
            }
            return current;
        }
    }
}
