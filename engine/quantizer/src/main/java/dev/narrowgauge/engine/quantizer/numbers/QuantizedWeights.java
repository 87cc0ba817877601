package dev.narrowgauge.engine.quantizer.numbers;

import com.google.protobuf.ByteString;
import dev.narrowgauge.domain.recipe.IntegerType;
import dev.narrowgauge.domain.report.TensorReport;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Weights as integers with one scale for each channel, symmetric around zero.
 *
 * <p>{@code scale[c] = max|w[c]| / steps} and {@code q = clamp(rint(w / scale[c])) + zeroPoint}, where a {@link WeightRange}
 * gives the steps, 127 for all of int8. A channel whose scale would be zero or denormal gets the least scale that its bias
 * needs, or 1.
 *
 * @param stored the codes, as a tensor has them
 * @param least the least finite weight, and the greatest; null where there is none
 */
public record QuantizedWeights(
        IntegerType type,
        ByteString stored,
        float[] scales,
        int zeroPoint,
        Double sqnrDb,
        Float least,
        Float greatest) {
    /**
     * Largest code a bias may have. Half of the int32 range leaves the other half to the sum of products, which for
     * uint8·int8 stays below it up to 33,000 terms.
     */
    private static final double LARGEST_BIAS_CODE = 1 << 30;

    /** What two codes of one sign may sum up to: {@code 255 · 128 = 32,640} fits an int16, {@code 255 · 129} does not. */
    private static final int LARGEST_PAIR = 128;

    public static QuantizedWeights of(float[] weights, ChannelAxis axis, IntegerType type) {
        return of(weights, axis, WeightRange.whole(type));
    }

    public static QuantizedWeights of(float[] weights, ChannelAxis axis, WeightRange range) {
        return of(weights, axis, WeightFit.of(range), null, 1);
    }

    /**
     * Quantizes so that the bias, whose scale is {@code inputScale · scale[c]}, fits an int32 as well, and neighbours fit
     * together: where they would overflow, that channel's scale, and no other, is raised until they fit.
     *
     * @param bias one value for each output channel, or null; with one scale for all channels the largest value counts
     */
    public static QuantizedWeights of(
            float[] weights, ChannelAxis axis, WeightFit fit, float[] bias, float inputScale) {
        float[] scales = largest(weights, axis);
        double[] forPairs = new double[axis.channels()];
        fit.pairs().forEachPair((first, second) -> {
            int channel = axis.of(first);
            forPairs[channel] = Math.max(forPairs[channel], together(weights[first], weights[second]));
        });
        for (int channel = 0; channel < scales.length; channel++) {
            float own = (float) (scales[channel] / (double) fit.range().steps());
            float needed = (float) (largestBias(bias, channel, scales.length) / (inputScale * LARGEST_BIAS_CODE));
            float scale = Math.max(Math.max(own, needed), (float) (forPairs[channel] / LARGEST_PAIR));
            scales[channel] = QuantizationParameters.isUsable(scale) ? scale : 1;
        }
        byte[] codes = new byte[weights.length];
        boolean[] changed = new boolean[scales.length];
        Arrays.fill(changed, true);
        do {
            quantize(weights, axis, fit.range(), scales, changed, codes);
        } while (raiseWherePairsOverflow(codes, axis, fit, forPairs, scales, changed));
        return described(weights, axis, fit.range(), scales, codes);
    }

    private static float[] largest(float[] weights, ChannelAxis axis) {
        float[] largest = new float[axis.channels()];
        ChannelAxis.Walk walk = axis.walk();
        for (float weight : weights) {
            int channel = walk.next();
            largest[channel] = Math.max(largest[channel], Math.abs(weight));
        }
        return largest;
    }

    /** The largest magnitude that a sum with two factors from 0 to 1 can have. */
    private static double together(double first, double second) {
        boolean sameSign = (first < 0) == (second < 0);
        return sameSign ? Math.abs(first) + Math.abs(second) : Math.max(Math.abs(first), Math.abs(second));
    }

    /**
     * Rounding may have made a sum one too large. No scale helps weights that are not finite.
     *
     * @param changed says afterwards which scales were raised
     */
    private static boolean raiseWherePairsOverflow(
            byte[] codes, ChannelAxis axis, WeightFit fit, double[] sums, float[] raised, boolean[] changed) {
        int zeroPoint = fit.range().zeroPoint();
        Arrays.fill(changed, false);
        fit.pairs()
                .forEachPair((first, second) -> changed[axis.of(first)] |=
                        together(codes[first] - zeroPoint, codes[second] - zeroPoint) > LARGEST_PAIR);
        boolean any = false;
        for (int channel = 0; channel < raised.length; channel++) {
            changed[channel] &= Double.isFinite(sums[channel]);
            if (changed[channel]) {
                raised[channel] *= 1.001f;
                any = true;
            }
        }
        return any;
    }

    private static double largestBias(float[] bias, int channel, int channels) {
        if (bias == null) {
            return 0;
        }
        if (channels > 1) {
            return Math.abs(bias[channel]);
        }
        double largest = 0;
        for (float value : bias) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static void quantize(
            float[] weights, ChannelAxis axis, WeightRange range, float[] scales, boolean[] channels, byte[] codes) {
        ChannelAxis.Walk walk = axis.walk();
        for (int i = 0; i < weights.length; i++) {
            int channel = walk.next();
            if (channels[channel]) {
                codes[i] = (byte) range.code(weights[i], scales[channel]);
            }
        }
    }

    private static QuantizedWeights described(
            float[] weights, ChannelAxis axis, WeightRange range, float[] scales, byte[] codes) {
        int mask = range.type().isSigned() ? -1 : 0xff;
        double signal = 0;
        double noise = 0;
        float least = Float.POSITIVE_INFINITY;
        float greatest = Float.NEGATIVE_INFINITY;
        ChannelAxis.Walk walk = axis.walk();
        for (int i = 0; i < weights.length; i++) {
            float weight = weights[i];
            double error = weight - (double) ((codes[i] & mask) - range.zeroPoint()) * scales[walk.next()];
            signal += (double) weight * weight;
            noise += error * error;
            if (Float.isFinite(weight)) {
                least = Math.min(least, weight);
                greatest = Math.max(greatest, weight);
            }
        }
        boolean empty = least > greatest;
        return new QuantizedWeights(
                range.type(),
                StoredCodes.of(codes),
                scales,
                range.zeroPoint(),
                sqnr(signal, noise),
                empty ? null : least + 0.0f,
                empty ? null : greatest + 0.0f);
    }

    private static Double sqnr(double signal, double noise) {
        return signal == 0 || noise == 0 ? null : 10 * Math.log10(signal / noise);
    }

    /** {@code rint(bias[c] / (inputScale · scale[c]))} as int32, zero point 0. */
    public int[] quantizeBias(float[] bias, float inputScale) {
        float[] biasScales = biasScales(inputScale);
        int[] result = new int[bias.length];
        for (int i = 0; i < bias.length; i++) {
            double code = Math.rint(bias[i] / (double) biasScales[biasScales.length == 1 ? 0 : i]);
            result[i] = (int) Math.clamp(code, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        return result;
    }

    /** {@code inputScale · scale[c]}. */
    public float[] biasScales(float inputScale) {
        float[] result = scales.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) ((double) inputScale * result[i]);
        }
        return result;
    }

    /** One byte each. */
    public byte[] codes() {
        return stored.toByteArray();
    }

    /** What became of the tensor of that name. */
    public TensorReport report(String name) {
        return new TensorReport(
                name,
                "weight",
                type.name().toLowerCase(Locale.ROOT),
                least,
                greatest,
                IntStream.range(0, scales.length).mapToObj(i -> scales[i]).toList(),
                zeroPoint,
                sqnrDb);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof QuantizedWeights that
                && type == that.type
                && zeroPoint == that.zeroPoint
                && stored.equals(that.stored)
                && Arrays.equals(scales, that.scales);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(scales) + stored.hashCode();
    }
}
