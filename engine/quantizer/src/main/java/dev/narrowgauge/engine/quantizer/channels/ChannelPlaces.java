package dev.narrowgauge.engine.quantizer.channels;

import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;

/**
 * Where the channels of a value of the float model are in a quantized model that has them in another order, or more of them.
 *
 * @param held the channel of the float model that stands at each place; any one where nothing depends on what stands there
 * @param own the place of each channel of the float model
 */
public record ChannelPlaces(List<Long> held, List<Long> own) {
    public ChannelPlaces {
        held = List.copyOf(held);
        own = List.copyOf(own);
    }

    /** The channels come first, and behind them others that nothing depends on. */
    public static ChannelPlaces filledUp(long channels, long all) {
        return new ChannelPlaces(
                LongStream.range(0, all).map(place -> place % channels).boxed().toList(),
                LongStream.range(0, channels).boxed().toList());
    }

    /** @param from the channel that stands at a place, by the place */
    public static ChannelPlaces reordered(long channels, LongUnaryOperator from) {
        List<Long> held = LongStream.range(0, channels).map(from).boxed().toList();
        return new ChannelPlaces(
                held,
                LongStream.range(0, channels)
                        .map(channel -> held.indexOf(channel))
                        .boxed()
                        .toList());
    }
}
