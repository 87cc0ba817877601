package dev.narrowgauge.engine.quantizer.equalization;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Chooses the scales of a region: powers of two, so that no float is rounded otherwise. A channel of magnitude a with noise gain
 * g gets √(√g/a), where what writes it and what reads it are balanced (Nagel et al. 2019). In a network as it was trained that is
 * about the same for all channels of a layer, so that its middle tells where powers of two have to be cut: most channels of a
 * rescaled network get back what they had, and those of any other keep it. As a and g follow a scale exactly, a function gets
 * the same scales in whatever scales it comes.
 */
final class ScaleChoice {
    /** Channels that are smaller by more than this hardly count, and are known to no better. */
    private static final double LEAST_SHARE = 0x1p-60;

    /** Channels of less weight say nothing about the others: nearly all that they give is zero. */
    private static final double COUNTED_SHARE = 1.0 / 64;

    private static final double LEAST_CONTRADICTION = 1.5;

    /** As an improvement of noise, 9 dB. */
    private static final double LEAST_EVIDENCE = 8;

    private static final int ROUNDS = 2;
    private static final int FARTHEST = 64;

    private final RegionNoise noise;
    private final double[] magnitudes;
    private final double[] demands;
    /** The places of channels that run through the same values, the weightiest group first. */
    private final List<int[]> groups;

    private final double[] scales;

    private ScaleChoice(RegionNoise noise) {
        this.noise = noise;
        this.magnitudes = logarithms(noise.magnitudes(), 1);
        this.demands = logarithms(noise.gains(), 2);
        this.groups = noise.groups().stream()
                .map(places -> places.stream().mapToInt(Integer::intValue).toArray())
                .sorted(Comparator.comparingDouble(
                        group -> -Arrays.stream(group).mapToDouble(this::weight).sum()))
                .toList();
        this.scales = noise.unscaled();
    }

    static ScaleChoice of(RegionNoise noise) {
        ScaleChoice choice = new ScaleChoice(noise);
        double contradiction = choice.contradiction();
        if (contradiction >= LEAST_CONTRADICTION) {
            choice.balance();
            choice.level();
            if (choice.noiseUnscaled() * contradiction < choice.noise() * LEAST_EVIDENCE) {
                Arrays.fill(choice.scales, 1);
            }
        }
        return choice;
    }

    /** Of each class of the region, and 1 behind them; all 1 where nothing says that its channels were rescaled. */
    double[] scales() {
        return scales;
    }

    boolean isRescaled() {
        return Arrays.stream(scales).anyMatch(scale -> scale != 1);
    }

    double noiseUnscaled() {
        return noise.with(noise.unscaled());
    }

    double noise() {
        return noise.with(scales);
    }

    /** Logarithms to base two of the roots; what is next to nothing is taken for the least that counts. */
    private static double[] logarithms(double[] values, int root) {
        double largest = Arrays.stream(values).max().orElse(0);
        return Arrays.stream(values)
                .map(value -> largest > 0 ? log2(Math.max(value, largest * Math.pow(LEAST_SHARE, root))) / root : 0)
                .toArray();
    }

    private static double log2(double value) {
        return StrictMath.log(value) / StrictMath.log(2);
    }

    private double weight(int k) {
        return Math.pow(2, (magnitudes[k] + demands[k]) / 2);
    }

    private double exponent(int k) {
        return (demands[k] - magnitudes[k]) / 2;
    }

    /**
     * How much more channels of a group differ in what one side shows and the other contradicts, which a scale changes, than in
     * what both agree on, which none changes. Trained networks stay at or below about 2.
     */
    private double contradiction() {
        double differing = 0;
        double agreeing = 0;
        for (int[] group : groups) {
            differing += group.length * variance(group, -1);
            agreeing += group.length * variance(group, 1);
        }
        return agreeing > 0 ? differing / agreeing : differing > 0 ? Double.POSITIVE_INFINITY : 0;
    }

    private double variance(int[] group, int sign) {
        double weights = 0;
        double sum = 0;
        double squares = 0;
        for (int k : group) {
            double value = magnitudes[k] + sign * demands[k];
            weights += weight(k);
            sum += weight(k) * value;
            squares += weight(k) * value * value;
        }
        double mean = sum / weights;
        return Math.max(0, squares / weights - mean * mean);
    }

    private void balance() {
        for (int[] group : groups) {
            double middle = middle(group);
            double[] whole = Arrays.stream(group)
                    .mapToDouble(k -> Math.rint(exponent(k) - middle))
                    .toArray();
            double common = Arrays.stream(whole).sorted().toArray()[whole.length / 2];
            for (int i = 0; i < group.length; i++) {
                scales[group[i]] = Math.scalb(1.0, (int) (whole[i] - common));
            }
        }
    }

    /** Where between two whole numbers the exponents of most channels are: the direction of their mean on a circle. */
    private double middle(int[] group) {
        double heaviest = Arrays.stream(group).mapToDouble(this::weight).max().orElse(0);
        double sine = 0;
        double cosine = 0;
        for (int k : group) {
            if (weight(k) >= heaviest * COUNTED_SHARE) {
                sine += StrictMath.sin(2 * Math.PI * exponent(k));
                cosine += StrictMath.cos(2 * Math.PI * exponent(k));
            }
        }
        return StrictMath.atan2(sine, cosine) / (2 * Math.PI);
    }

    /**
     * Moves whole groups to where the noise is least. Which of their scales go together shows in no group alone; the logarithm of the
     * noise is a convex function of those of the scales, so that single steps lead there.
     */
    private void level() {
        int anchors = noise.hasFixedChannels() ? 0 : 1;
        for (int round = 0; round < ROUNDS; round++) {
            for (int[] group : groups.subList(anchors, groups.size())) {
                int steps = 0;
                while (steps < FARTHEST && (isMovedToLess(group, 2) || isMovedToLess(group, 0.5))) {
                    steps++;
                }
            }
        }
    }

    private boolean isMovedToLess(int[] group, double factor) {
        double before = noise.with(scales);
        multiply(group, factor);
        if (noise.with(scales) < before) {
            return true;
        }
        multiply(group, 1 / factor);
        return false;
    }

    private void multiply(int[] group, double factor) {
        for (int k : group) {
            scales[k] *= factor;
        }
    }
}
