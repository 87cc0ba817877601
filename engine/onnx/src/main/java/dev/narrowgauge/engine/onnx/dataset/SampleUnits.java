package dev.narrowgauge.engine.onnx.dataset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Samples that must not be torn apart: those of one cluster, and those of the same bytes. Dealt out to two halves, of each
 * kind as many to the one as to the other, as far as the units allow.
 *
 * @param of the unit of each sample, by the number of the first sample in it
 */
record SampleUnits(int[] of) {
    /**
     * @param ties numbers for each sample, in lists; samples with the same number in one of them belong together
     */
    static SampleUnits tied(int samples, List<long[]> ties) {
        int[] units = new int[samples];
        for (int sample = 0; sample < samples; sample++) {
            units[sample] = sample;
        }
        for (long[] tie : ties) {
            Map<Long, Integer> first = new HashMap<>();
            for (int sample = 0; sample < samples; sample++) {
                Integer other = first.putIfAbsent(tie[sample], sample);
                if (other != null) {
                    join(units, other, sample);
                }
            }
        }
        for (int sample = 0; sample < samples; sample++) {
            units[sample] = root(units, sample);
        }
        return new SampleUnits(units);
    }

    private static void join(int[] units, int one, int other) {
        int a = root(units, one);
        int b = root(units, other);
        units[Math.max(a, b)] = Math.min(a, b);
    }

    private static int root(int[] units, int sample) {
        int unit = sample;
        while (units[unit] != unit) {
            units[unit] = units[units[unit]];
            unit = units[unit];
        }
        return unit;
    }

    /**
     * Whether each sample is in the second half. The same for the same units, kinds and seed.
     *
     * @param kinds of the samples; a unit is of the kind of its first one
     */
    boolean[] secondHalf(List<String> kinds, long seed) {
        Map<Integer, List<Integer>> members = new LinkedHashMap<>();
        Map<String, List<Integer>> byKind = new TreeMap<>();
        for (int sample = 0; sample < of.length; sample++) {
            int unit = of[sample];
            if (unit == sample) {
                byKind.computeIfAbsent(kinds.get(unit), _ -> new ArrayList<>()).add(unit);
            }
            members.computeIfAbsent(unit, _ -> new ArrayList<>()).add(sample);
        }
        Random random = new Random(seed);
        boolean[] second = new boolean[of.length];
        int lead = 0;
        for (List<Integer> units : byKind.values()) {
            Collections.shuffle(units, random);
            int leadOfKind = 0;
            for (int unit : units) {
                List<Integer> samples = members.get(unit);
                boolean toSecond = leadOfKind > 0 || leadOfKind == 0 && lead > 0;
                samples.forEach(sample -> second[sample] = toSecond);
                // By how many the first half is ahead.
                int change = toSecond ? -samples.size() : samples.size();
                leadOfKind += change;
                lead += change;
            }
        }
        return second;
    }
}
