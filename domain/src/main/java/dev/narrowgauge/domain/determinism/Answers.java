package dev.narrowgauge.domain.determinism;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;

/**
 * What a model gave, sample by sample.
 *
 * @param samples in order
 */
public record Answers(List<Sample> samples) {
    public Answers {
        samples = List.copyOf(samples);
    }

    /**
     * Of one sample.
     *
     * @param digest of the bytes of all outputs
     * @param values of the first output
     */
    public record Sample(String digest, double[] values) {
        public Sample {
            requireNonNull(digest, "digest is null");
            values = values.clone();
        }

        /** Index of the largest value, the first of equals; -1 without values. */
        int largest() {
            int largest = values.length == 0 ? -1 : 0;
            for (int i = 1; i < values.length; i++) {
                largest = values[i] > values[largest] ? i : largest;
            }
            return largest;
        }

        /** The largest distance of two values at the same place; NaN where their numbers differ. */
        double distance(Sample other) {
            if (values.length != other.values.length) {
                return Double.NaN;
            }
            double most = 0;
            for (int i = 0; i < values.length; i++) {
                most = Math.max(most, Math.abs(values[i] - other.values[i]));
            }
            return most;
        }

        /** By the digest: that is of all outputs. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Sample sample && digest.equals(sample.digest);
        }

        @Override
        public int hashCode() {
            return digest.hashCode();
        }

        @Override
        public String toString() {
            return digest + " " + Arrays.toString(values);
        }
    }
}
