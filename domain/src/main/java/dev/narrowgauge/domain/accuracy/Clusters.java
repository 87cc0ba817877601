package dev.narrowgauge.domain.accuracy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Samples that belong together, such as frames of one recording: only whole clusters are drawn, as only they are independent. */
public final class Clusters {
    private final int[] ofSample;
    private final int count;

    private Clusters(int[] ofSample, int count) {
        this.ofSample = ofSample;
        this.count = count;
    }

    /** Each sample is one. */
    public static Clusters each(int samples) {
        int[] ofSample = new int[samples];
        Arrays.setAll(ofSample, sample -> sample);
        return new Clusters(ofSample, samples);
    }

    /** @param keys of the samples; equal ones are of one cluster */
    public static Clusters of(int[] keys) {
        Map<Integer, Integer> places = new HashMap<>();
        int[] ofSample = new int[keys.length];
        for (int sample = 0; sample < keys.length; sample++) {
            int next = places.size();
            Integer place = places.putIfAbsent(keys[sample], next);
            ofSample[sample] = place == null ? next : place;
        }
        return new Clusters(ofSample, places.size());
    }

    /** Those of some of the samples, in their order. */
    Clusters among(int[] kept) {
        int[] keys = new int[kept.length];
        Arrays.setAll(keys, i -> ofSample[kept[i]]);
        return of(keys);
    }

    int samples() {
        return ofSample.length;
    }

    int count() {
        return count;
    }

    int ofSample(int sample) {
        return ofSample[sample];
    }

    /** @param counts how often each cluster counts */
    int[] ofSamples(int[] counts) {
        int[] each = new int[ofSample.length];
        for (int sample = 0; sample < each.length; sample++) {
            each[sample] = counts[ofSample[sample]];
        }
        return each;
    }
}
