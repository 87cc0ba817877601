package dev.narrowgauge.engine.quantizer.calibration;

import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The statistics of every observed tensor, by the tensor's name. */
public record CalibrationStatistics(Map<String, ActivationStatistics> tensors) {
    public CalibrationStatistics {
        tensors = Collections.unmodifiableMap(new TreeMap<>(tensors));
    }

    public ActivationStatistics of(String tensor) {
        return tensors.getOrDefault(tensor, ActivationStatistics.EMPTY);
    }

    public CalibrationStatistics merge(CalibrationStatistics other) {
        Map<String, ActivationStatistics> merged = new TreeMap<>(tensors);
        other.tensors.forEach((tensor, statistics) -> merged.merge(tensor, statistics, ActivationStatistics::merge));
        return new CalibrationStatistics(merged);
    }

    /** Gathers statistics batch by batch. Different tensors may be observed by different threads, one tensor by one. */
    public static final class Collector {
        private final Map<String, ActivationCollector> tensors = new ConcurrentHashMap<>();

        /** Takes the values for those of one sample. */
        public void observe(String tensor, FloatBuffer values) {
            observe(tensor, values, 1);
        }

        /** @param samples how many samples follow one another in the values, with equal shares of them */
        public void observe(String tensor, FloatBuffer values, int samples) {
            tensors.computeIfAbsent(tensor, name -> new ActivationCollector()).add(values, samples);
        }

        public CalibrationStatistics statistics() {
            Map<String, ActivationStatistics> gathered = new TreeMap<>();
            tensors.forEach((tensor, collector) -> gathered.put(tensor, collector.statistics()));
            return new CalibrationStatistics(gathered);
        }
    }
}
