package dev.narrowgauge.engine.runtime.ranking;

import dev.narrowgauge.engine.runtime.session.TensorData;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sums up what one node does, over the batches. */
final class NodeNoise {
    /** Where there is noise and no signal, or noise beyond all numbers: worse than anything of use. */
    private static final double WORST = 1e30;

    private double localNoise;
    private double localSignal;
    private double localRounding;
    private final Map<String, double[]> outputs = new LinkedHashMap<>();

    /** @return whether there is any */
    boolean addLocal(TensorData noise, TensorData signal) {
        double sum = 0;
        FloatBuffer values = noise.floats();
        while (values.hasRemaining()) {
            double value = values.get();
            sum += value * value;
        }
        localNoise += sum;
        localSignal += signal.value(0);
        return sum > 0;
    }

    void addOutputs(List<String> names, Map<String, TensorData> expected, Map<String, TensorData> actual) {
        for (String name : names) {
            double[] sums = outputs.computeIfAbsent(name, key -> new double[2]);
            TensorData reference = expected.get(name);
            TensorData value = actual.getOrDefault(name, reference);
            int elements = reference.elements();
            for (int i = 0; i < elements; i++) {
                double exact = reference.value(i);
                double difference = exact - value.value(i);
                // Equal infinities, as a mask has them, are no noise; nor is what is no number in either.
                if (Double.isFinite(exact)) {
                    sums[0] += difference * difference;
                    sums[1] += exact * exact;
                }
            }
        }
    }

    void addRounding(TensorData squares) {
        localRounding += squares.value(0);
    }

    /** The part of the local noise that rounding the results alone would make. */
    double rounding() {
        return localNoise == 0 ? 0 : Math.clamp(localRounding / localNoise, 0, 1);
    }

    double local() {
        return ratio(localNoise, localSignal);
    }

    Map<String, Double> outputs() {
        Map<String, Double> ratios = new LinkedHashMap<>();
        outputs.forEach((name, sums) -> ratios.put(name, ratio(sums[0], sums[1])));
        return ratios;
    }

    private static double ratio(double noise, double signal) {
        if (noise == 0) {
            return 0;
        }
        double ratio = noise / signal;
        return Double.isFinite(ratio) ? Math.min(ratio, WORST) : WORST;
    }
}
