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
}
