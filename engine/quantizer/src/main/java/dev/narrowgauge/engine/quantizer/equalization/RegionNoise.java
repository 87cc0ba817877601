package dev.narrowgauge.engine.quantizer.equalization;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The noise that reaches the outputs when the values of a region, and the weights that read them, are rounded to eight bits:
 * uniform in every step of the grid, with one grid for a value and one for the weights of an output channel.
 */
final class RegionNoise {
    /** Steps of a grid for each root mean square of the value: of 255 for values between about four of them on either side. */
    private static final double VALUE_STEPS = 64;

    private static final double WEIGHT_STEPS = 127;

    /** One value that is rounded: root mean square and noise gain of each channel, and where its scale stands. */
    private record Rounded(int[] places, double[] magnitudes, double[] gains) {}

    private final ChannelFlow flow;
    private final Region region;
    private final Map<String, double[]> squares;
    private final Map<String, double[]> gains;
    private final Map<Integer, Integer> places = new HashMap<>();
    private final List<Rounded> rounded = new ArrayList<>();

    RegionNoise(ChannelFlow flow, Region region, Map<String, double[]> squares, Map<String, double[]> gains) {
        this.flow = flow;
        this.region = region;
        this.squares = squares;
        this.gains = gains;
        region.classes().forEach(member -> places.put(member, places.size()));
        for (String value : region.values()) {
            double[] magnitudes =
                    Arrays.stream(squares.get(value)).map(Math::sqrt).toArray();
            rounded.add(new Rounded(places(value), magnitudes, gains.get(value)));
        }
    }

    /** A scale of 1 for each class, and 1 behind them. */
    double[] unscaled() {
        double[] scales = new double[places.size() + 1];
        Arrays.fill(scales, 1);
        return scales;
    }

    /** Whether channels that keep their scale share a value with those that do not. */
    boolean hasFixedChannels() {
        return rounded.stream()
                .flatMapToInt(value -> Arrays.stream(value.places))
                .anyMatch(k -> k == places.size());
    }

    /** Where the scale of each channel stands; one behind the last for those that keep theirs. */
    private int[] places(String value) {
        return Arrays.stream(flow.channels().get(value).classes())
                .map(member -> places.getOrDefault(flow.classes().find(member), places.size()))
                .toArray();
    }

    /** The greatest root mean square in each class. */
    double[] magnitudes() {
        double[] greatest = new double[places.size()];
        for (Rounded value : rounded) {
            for (int c = 0; c < value.places.length; c++) {
                int place = value.places[c];
                if (place < greatest.length) {
                    greatest[place] = Math.max(greatest[place], value.magnitudes[c]);
                }
            }
        }
        return greatest;
    }

    /** What a unit of noise power costs in all channels of each class together. */
    double[] gains() {
        double[] sums = new double[places.size()];
        for (Rounded value : rounded) {
            for (int c = 0; c < value.places.length; c++) {
                int place = value.places[c];
                if (place < sums.length) {
                    sums[place] += value.gains[c];
                }
            }
        }
        return sums;
    }

    /** The places of classes that run through the same values, together. */
    Collection<List<Integer>> groups() {
        Map<Integer, List<Integer>> valuesOf = new TreeMap<>();
        for (int number = 0; number < rounded.size(); number++) {
            for (int place :
                    Arrays.stream(rounded.get(number).places).distinct().toArray()) {
                if (place < places.size()) {
                    valuesOf.computeIfAbsent(place, _ -> new ArrayList<>()).add(number);
                }
            }
        }
        Map<List<Integer>, List<Integer>> groups = new LinkedHashMap<>();
        valuesOf.forEach((place, values) ->
                groups.computeIfAbsent(values, _ -> new ArrayList<>()).add(place));
        return groups.values();
    }

    /** @param scales of each class of the region, and 1 behind them */
    double with(double[] scales) {
        double noise = 0;
        for (Rounded value : rounded) {
            noise += ofValue(value, scales);
        }
        for (Step.Weighted reader : region.readers()) {
            noise += ofWeights(reader, scales);
        }
        return noise;
    }

    private static double ofValue(Rounded value, double[] scales) {
        double range = 0;
        double gain = 0;
        for (int c = 0; c < value.places.length; c++) {
            double scale = scales[value.places[c]];
            range = Math.max(range, value.magnitudes[c] * scale);
            gain += value.gains[c] / (scale * scale);
        }
        double step = range / VALUE_STEPS;
        return step * step * gain;
    }

    private double ofWeights(Step.Weighted reader, double[] scales) {
        Layer layer = reader.layer();
        int[] inputPlaces = places(reader.input());
        double[] input = squares.get(reader.input());
        double[] range = new double[layer.outputs()];
        double[] energy = new double[layer.outputs()];
        FloatBuffer weights = layer.values();
        layer.forEachKernel((o, c, from) -> {
            double scale = scales[inputPlaces[c]];
            double largest = 0;
            for (int i = from; i < from + layer.kernel(); i++) {
                largest = Math.max(largest, Math.abs(weights.get(i)));
            }
            range[o] = Math.max(range[o], largest / scale);
            energy[o] += layer.kernel() * scale * scale * input[c];
        });
        double[] gain = gains.get(reader.output());
        double noise = 0;
        for (int o = 0; o < range.length; o++) {
            double step = range[o] / WEIGHT_STEPS;
            noise += step * step * energy[o] * gain[o];
        }
        return noise;
    }
}
