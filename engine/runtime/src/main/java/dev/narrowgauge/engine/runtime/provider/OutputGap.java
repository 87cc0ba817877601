package dev.narrowgauge.engine.runtime.provider;

import ai.onnxruntime.OnnxJavaType;
import dev.narrowgauge.engine.runtime.session.TensorData;
import java.util.Map;

/** How far outputs of two runs of one batch are apart. */
final class OutputGap {
    private OutputGap() {}

    /**
     * Of the worst output, as a share of the largest value that the first run has there.
     *
     * @return infinite where shapes differ, or only one of two values is finite
     */
    static double share(Map<String, TensorData> first, Map<String, TensorData> second) {
        double worst = 0;
        for (Map.Entry<String, TensorData> output : first.entrySet()) {
            TensorData other = second.get(output.getKey());
            if (output.getValue().type() != OnnxJavaType.STRING) {
                worst = Math.max(worst, share(output.getValue(), other));
            }
        }
        return worst;
    }

    private static double share(TensorData first, TensorData second) {
        if (second == null || !first.dims().equals(second.dims())) {
            return Double.POSITIVE_INFINITY;
        }
        double largest = 0;
        double gap = 0;
        for (int i = 0; i < first.elements(); i++) {
            double one = first.value(i);
            double other = second.value(i);
            if (Double.compare(one, other) == 0) {
                largest = Double.isFinite(one) ? Math.max(largest, Math.abs(one)) : largest;
                continue;
            }
            if (!Double.isFinite(one) || !Double.isFinite(other)) {
                return Double.POSITIVE_INFINITY;
            }
            largest = Math.max(largest, Math.abs(one));
            gap = Math.max(gap, Math.abs(one - other));
        }
        if (gap == 0) {
            return 0;
        }
        return largest == 0 ? Double.POSITIVE_INFINITY : gap / largest;
    }
}
