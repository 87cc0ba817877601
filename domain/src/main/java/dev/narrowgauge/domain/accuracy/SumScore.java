package dev.narrowgauge.domain.accuracy;

import java.util.function.ToDoubleFunction;

/** A function of sums over all samples, such as a mean or a correlation. */
final class SumScore implements Score {
    private final int width;
    private final double[] parts;
    private final ToDoubleFunction<double[]> measure;

    /**
     * @param parts what each sample adds to each of the sums, sample after sample
     * @param measure of the sums
     */
    SumScore(int width, double[] parts, ToDoubleFunction<double[]> measure) {
        if (width < 1 || parts.length % width != 0) {
            throw new IllegalArgumentException(parts.length + " parts for sums of " + width);
        }
        this.width = width;
        this.parts = parts.clone();
        this.measure = measure;
    }

    @Override
    public int samples() {
        return parts.length / width;
    }

    @Override
    public double of(int[] counts) {
        double[] sums = new double[width];
        for (int sample = 0; sample < counts.length; sample++) {
            int count = counts[sample];
            if (count == 0) {
                continue;
            }
            for (int i = 0; i < width; i++) {
                sums[i] += count * parts[sample * width + i];
            }
        }
        return measure.applyAsDouble(sums);
    }

    @Override
    public SumScore among(int[] samples) {
        double[] kept = new double[width * samples.length];
        for (int i = 0; i < samples.length; i++) {
            System.arraycopy(parts, width * samples[i], kept, width * i, width);
        }
        return new SumScore(width, kept, measure);
    }

    @Override
    public boolean isSame(int sample, Score other) {
        if (!(other instanceof SumScore sums) || sums.width != width) {
            return false;
        }
        for (int i = sample * width; i < (sample + 1) * width; i++) {
            if (Double.compare(parts[i], sums.parts[i]) != 0) {
                return false;
            }
        }
        return true;
    }
}
