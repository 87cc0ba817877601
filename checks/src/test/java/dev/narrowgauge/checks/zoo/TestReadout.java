package dev.narrowgauge.checks.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TestReadout {
    @Test
    void separatesClouds() {
        Random random = new Random(1);
        List<float[]> features = new ArrayList<>();
        int[] labels = new int[60];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 3;
            float[] row = new float[5];
            for (int j = 0; j < row.length; j++) {
                row[j] = (float) (random.nextGaussian() + (j == labels[i] ? 8 : 0));
            }
            features.add(row);
        }
        Readout readout = Readout.fit(features, labels, 3);
        for (int i = 0; i < labels.length; i++) {
            assertThat(answer(readout, features.get(i))).isEqualTo(labels[i]);
        }
    }

    private static int answer(Readout readout, float[] row) {
        int best = 0;
        double[] logits = new double[readout.classes()];
        for (int k = 0; k < logits.length; k++) {
            logits[k] = readout.bias()[k];
            for (int j = 0; j < row.length; j++) {
                logits[k] += row[j] * readout.weights()[j * readout.classes() + k];
            }
            best = logits[k] > logits[best] ? k : best;
        }
        return best;
    }
}
