package dev.narrowgauge.engine.runtime.observe;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.engine.runtime.session.TensorData;
import dev.narrowgauge.proto.engine.RangeUse;
import java.nio.FloatBuffer;
import java.util.List;

/** How many values of one activation lie outside of its range, sample by sample. For one thread at a time. */
final class RangeCount {
    private final QuantizedRange range;
    private final double least;
    private final double most;
    private float minimum = Float.POSITIVE_INFINITY;
    private float maximum = Float.NEGATIVE_INFINITY;
    private long values;
    private long below;
    private long above;
    private long clippedSamples;

    RangeCount(QuantizedRange range) {
        this.range = requireNonNull(range, "range is null");
        // What is nearer than half a step is rounded to the outermost code.
        double half = range.scale() / 2.0;
        this.least = range.low() - half;
        this.most = range.high() + half;
    }

    String tensor() {
        return range.tensor();
    }

    /** @param fed samples that the tensor is of, if they lie along its first dimension; the first one counts */
    void add(TensorData tensor, int fed) {
        FloatBuffer seen = tensor.floats();
        List<Long> dims = tensor.dims();
        int count = seen.remaining();
        if (!dims.isEmpty() && dims.getFirst() == fed) {
            count /= fed;
        }
        long before = below + above;
        for (int i = 0; i < count; i++) {
            take(seen.get(seen.position() + i));
        }
        values += count;
        clippedSamples += below + above > before ? 1 : 0;
    }

    private void take(float value) {
        if (value < least) {
            below++;
        } else if (value > most) {
            above++;
        }
        if (Float.isFinite(value)) {
            minimum = Math.min(minimum, value);
            maximum = Math.max(maximum, value);
        }
    }

    RangeUse message() {
        RangeUse.Builder use = RangeUse.newBuilder()
                .setTensor(range.tensor())
                .setLow(range.low())
                .setHigh(range.high())
                .setValues(values)
                .setBelow(below)
                .setAbove(above)
                .setClippedSamples(clippedSamples);
        if (minimum <= maximum) {
            use.setMinimum(minimum).setMaximum(maximum);
        }
        return use.build();
    }
}
