package dev.narrowgauge.engine.quantizer.cost;

import java.util.ArrayList;
import java.util.List;

/** What the kernels of convolutions do: on blocked channels, on plain images, on integers with the channels last. */
final class Convolutions {
    /** Channels that a kernel computes at once, with 512 bit wide vectors. */
    static final long BLOCK = 16;

    /** Products that the integer instructions add up at once. */
    private static final long QUAD = 4;

    private Convolutions() {}

    /**
     * @param weights {@code [results, channels of a group, kernel …]}, as the file stores them
     * @param places of the kernel on the image, over all images of the batch
     * @param read values of the image, or weights
     */
    record Layer(List<Long> weights, long groups, long places, long read) {
        long results() {
            return weights.getFirst();
        }

        long channels() {
            return weights.get(1);
        }

        long kernel() {
            return Sizes.product(weights.subList(2, weights.size()));
        }

        /** Each channel by itself; blocked weights have more channels than groups. */
        boolean isDepthwise() {
            return groups > 1 && channels() == 1 && results() < groups + BLOCK;
        }

        /** The same with another number of single channels. */
        Layer withChannels(long channels) {
            List<Long> other = new ArrayList<>(weights);
            other.set(0, channels);
            return new Layer(other, channels, places, read / groups * channels);
        }

        private long taps() {
            return kernel() == 1 ? 0 : kernel() * places;
        }

        /** The same, reading weights: where each is used at few places it takes longer to read them than to multiply. */
        private Layer readingWeights() {
            return new Layer(weights, groups, places, Sizes.product(weights));
        }

        private Work work(long calls, long macs, long taps, long results) {
            return new Work(calls, macs, taps, calls * places, read, results * places);
        }
    }

    static KernelCall blocked(Layer layer) {
        long results = filled(layer.results(), BLOCK);
        if (layer.isDepthwise()) {
            long taps = layer.kernel() * layer.places();
            return new KernelCall("conv.float.blocked.depthwise", layer.work(1, results * taps, taps, results));
        }
        long products = results * layer.kernel() * layer.places();
        return layer.channels() < BLOCK
                ? new KernelCall(
                        "conv.float.blocked.stem",
                        layer.work(
                                1,
                                products * layer.channels(),
                                layer.channels() * layer.kernel() * layer.places(),
                                results))
                : new KernelCall(
                        "conv.float.blocked",
                        layer.readingWeights()
                                .work(
                                        1,
                                        products * filled(layer.channels(), BLOCK),
                                        layer.kernel() * layer.places(),
                                        results));
    }

    static KernelCall plain(Layer layer) {
        long macs = layer.results() * layer.channels() * layer.kernel() * layer.places();
        return new KernelCall(
                layer.groups() > 1 ? "conv.float.plain.grouped" : "conv.float.plain",
                layer.work(layer.groups(), macs, layer.groups() * layer.taps(), layer.results()));
    }

    static KernelCall integer(Layer layer) {
        if (layer.isDepthwise()) {
            long taps = layer.kernel() * layer.places();
            return new KernelCall(
                    layer.results() % BLOCK == 0 ? "conv.int.depthwise" : "conv.int.depthwise.uneven",
                    layer.work(1, filled(layer.results(), BLOCK) * taps, taps, filled(layer.results(), BLOCK)));
        }
        if (layer.groups() > 1) {
            long macs = layer.results() * layer.channels() * layer.kernel() * layer.places();
            return new KernelCall(
                    "conv.int.grouped",
                    layer.work(layer.groups(), macs, layer.groups() * layer.taps(), layer.results()));
        }
        long depth = filled(layer.channels() * layer.kernel(), QUAD);
        long macs = depth * filled(layer.results(), BLOCK) * layer.places();
        // Otherwise the channels of every place are copied before they are multiplied.
        boolean direct = layer.channels() % QUAD == 0 && layer.results() >= BLOCK;
        return new KernelCall(
                direct ? "conv.int" : "conv.int.gathered",
                layer.readingWeights().work(1, macs, layer.taps(), layer.results()));
    }

    private static long filled(long channels, long block) {
        return Math.ceilDiv(channels, block) * block;
    }
}
