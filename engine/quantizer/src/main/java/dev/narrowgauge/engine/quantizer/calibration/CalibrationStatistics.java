package dev.narrowgauge.engine.quantizer.calibration;

import java.nio.FloatBuffer;
import java.util.Map;
import java.util.TreeMap;

/** The statistics of every observed tensor, by the tensor's name. */
public record CalibrationStatistics(Map<String, TensorStatistics> tensors) {
    public CalibrationStatistics {
        tensors = Map.copyOf(tensors);
    }

    public TensorStatistics of(String tensor) {
        return tensors.getOrDefault(tensor, TensorStatistics.EMPTY);
    }

    public CalibrationStatistics merge(CalibrationStatistics other) {
        Map<String, TensorStatistics> merged = new TreeMap<>(tensors);
        other.tensors.forEach((tensor, statistics) -> merged.merge(tensor, statistics, TensorStatistics::merge));
        return new CalibrationStatistics(merged);
    }

    /** Gathers statistics batch by batch. Not for use by several threads: give each its own and merge the results. */
    public static final class Collector {
        private final Map<String, TensorStatistics> tensors = new TreeMap<>();

        public void observe(String tensor, FloatBuffer values) {
            observe(tensor, TensorStatistics.of(values));
        }

        public void observe(String tensor, TensorStatistics statistics) {
            tensors.merge(tensor, statistics, TensorStatistics::merge);
        }

        public CalibrationStatistics statistics() {
            return new CalibrationStatistics(tensors);
        }
    }
}
