package dev.narrowgauge.engine.runtime.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxJavaType;
import dev.narrowgauge.domain.report.SequenceReport.Drift;
import dev.narrowgauge.engine.runtime.session.TensorData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Streams with loud and quiet parts, as speech has them. */
class TestStepNoise {
    private static final int STREAMS = 200;
    private static final int PART = 6;

    @Test
    void errorsThatFadeDoNotDrift() {
        assertThat(drifting(true)).isLessThanOrEqualTo(STREAMS / 50);
    }

    @Test
    void errorsThatAddUpDrift() {
        assertThat(drifting(false)).isGreaterThanOrEqualTo(STREAMS * 9 / 10);
    }

    private static int drifting(boolean saturates) {
        int drifting = 0;
        for (int seed = 0; seed < STREAMS; seed++) {
            drifting += drift(TinyCell.random(saturates, seed), seed, 96) == Drift.DRIFTS ? 1 : 0;
        }
        return drifting;
    }

    @Test
    void fewStepsTellNothing() {
        assertThat(drift(TinyCell.random(false, 1), 1, StepNoise.LEAST_STEPS - 1))
                .isEqualTo(Drift.UNKNOWN);
    }

    private static Drift drift(TinyCell cell, long seed, int steps) {
        Random random = new Random(1000 + seed);
        TinyCell variant = cell.off(0.02, seed);
        double[] state = new double[TinyCell.STATES];
        double[] other = state;
        var noise = new StepNoise("h");
        noise.begin();
        for (int step = 0; step < steps; step++) {
            double loud = step / PART % 2 == 0 ? 1 : 0.05;
            double[] input = random.doubles(TinyCell.INPUTS, -loud, loud).toArray();
            state = cell.next(state, input);
            other = variant.next(other, input);
            noise.add(tensor(state), tensor(other));
        }
        return noise.report().drift();
    }

    private static TensorData tensor(double[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.nativeOrder());
        for (double value : values) {
            bytes.putDouble(value);
        }
        return new TensorData(OnnxJavaType.DOUBLE, List.of((long) values.length), bytes.flip());
    }
}
