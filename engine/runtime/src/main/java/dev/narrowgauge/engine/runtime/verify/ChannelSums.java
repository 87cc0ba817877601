package dev.narrowgauge.engine.runtime.verify;

import dev.narrowgauge.engine.quantizer.equalization.ReadChannels;
import dev.narrowgauge.engine.quantizer.numbers.QuantizationParameters;
import dev.narrowgauge.engine.runtime.session.TensorData;
import java.nio.FloatBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** What one grid for all channels of a value leaves of each of them, and so of what a layer sums of them. */
final class ChannelSums {
    private final List<Double> gains;
    private final double[] signal;
    private final double[] noise;

    private ChannelSums(List<Double> gains) {
        this.gains = gains;
        this.signal = new double[gains.size()];
        this.noise = new double[gains.size()];
    }

    /** @param value of floats, with channels as the layer reads them */
    static ChannelSums of(ReadChannels read, TensorData value, QuantizationParameters grid) {
        ChannelSums sums = new ChannelSums(read.gains());
        int axis = read.axis(value.dims().size());
        long inner = value.dims().stream().skip(axis + 1L).reduce(1L, Math::multiplyExact);
        FloatBuffer floats = value.floats();
        for (int i = 0; i < value.elements(); i++) {
            float x = floats.get(i);
            float kept = grid.dequantize(grid.quantize(x));
            int channel = (int) (i / inner % sums.signal.length);
            sums.signal[channel] += (double) x * x;
            sums.noise[channel] += ((double) x - kept) * ((double) x - kept);
        }
        return sums;
    }

    /** The magnitude of the largest channel / of those up to which half of the layer's sums come from. */
    double ratio() {
        List<Integer> ascending = IntStream.range(0, signal.length)
                .boxed()
                .sorted(Comparator.comparingDouble(c -> signal[c]))
                .toList();
        double half = weighted(signal) / 2;
        double sum = 0;
        for (int channel : ascending) {
            sum += signal[channel] * gains.get(channel);
            if (sum > 0 && sum >= half) {
                return Math.sqrt(signal[ascending.getLast()] / signal[channel]);
            }
        }
        return 1;
    }

    /** Signal to noise of the layer's sums, as if channels were independent. */
    double decibel() {
        return 10 * Math.log10(weighted(signal) / weighted(noise));
    }

    private double weighted(double[] squares) {
        return IntStream.range(0, squares.length)
                .mapToDouble(c -> squares[c] * gains.get(c))
                .sum();
    }
}
