package dev.narrowgauge.checks.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.narrowgauge.domain.decision.OutputKind;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestAgreement {
    @Test
    void countsChangedClasses() {
        OutputCount count = new OutputCount("scores", OutputKind.CLASSES);
        count.add(tensor(List.of(2L, 3L), 1, 2, 3, 9, 8, 7), tensor(List.of(2L, 3L), 1, 3, 2, 9, 8, 7), List.of());
        assertThat(count.judgement().answers()).isEqualTo(2);
        assertThat(count.judgement().changed()).isEqualTo(1);
        assertThat(count.judgement().broken()).hasSize(1);
    }

    @Test
    void withLabelsWhatCountsIsWhatIsRight() {
        OutputCount count = new OutputCount("scores", OutputKind.CLASSES);
        for (int i = 0; i < 100; i++) {
            count.add(
                    tensor(List.of(1L, 2L), 1, 2),
                    tensor(List.of(1L, 2L), i < 2 ? 3 : 1, 2),
                    List.of(i == 0 ? 0L : 1L));
        }
        // One answer became right and another one wrong.
        assertThat(count.judgement().lost()).isZero();
        assertThat(count.judgement().changed()).isEqualTo(2);
        assertThat(count.judgement().broken()).isEmpty();
    }

    @Test
    void readsSequencesWithoutRepeatsAndBlanks() {
        OutputCount count = new OutputCount("steps", OutputKind.SEQUENCES);
        // 1 1 blank 1 and 1 blank 1 1 read alike; 1 1 1 1 does not.
        OutputValues reference = steps(1, 1, 0, 1);
        count.add(reference, steps(1, 0, 1, 1), List.of());
        assertThat(count.judgement().changed()).isZero();
        count.add(reference, steps(1, 1, 1, 1), List.of());
        assertThat(count.judgement().changed()).isEqualTo(1);
    }

    @Test
    void noiseOfAllAndOfTheWorstSample() {
        OutputCount count = new OutputCount("map", OutputKind.VALUES);
        count.add(tensor(List.of(1L, 2L), 3, 4), tensor(List.of(1L, 2L), 3, 4), List.of());
        count.add(tensor(List.of(1L, 2L), 3, 4), tensor(List.of(1L, 2L), 3, 3.5f), List.of());
        assertThat(count.judgement().sqnrDb()).isCloseTo(10 * Math.log10(50 / 0.25), within(1e-6));
        assertThat(count.judgement().worstSampleDb()).isCloseTo(20, within(1e-6));
        assertThat(count.judgement().broken()).isEmpty();
    }

    @Test
    void anotherNumberOfValuesIsNoise() {
        OutputCount count = new OutputCount("boxes", OutputKind.VALUES);
        count.add(tensor(List.of(1L, 2L), 3, 4), tensor(List.of(1L, 1L), 3), List.of());
        assertThat(count.judgement().broken()).hasSize(2);
    }

    @Test
    void probabilitiesAtThe99thPercentile() {
        OutputCount count = new OutputCount("gate", OutputKind.PROBABILITIES);
        for (int i = 0; i < 100; i++) {
            count.add(tensor(List.of(1L, 1L), 0.5f), tensor(List.of(1L, 1L), i == 0 ? 0.9f : 0.51f), List.of());
        }
        assertThat(count.judgement().differenceP99()).isCloseTo(0.01, within(1e-6));
        assertThat(count.judgement().broken()).isEmpty();
    }

    private static OutputValues steps(int... classes) {
        float[] values = new float[2 * classes.length];
        for (int i = 0; i < classes.length; i++) {
            values[2 * i + classes[i]] = 1;
        }
        return tensor(List.of(1L, (long) classes.length, 2L), values);
    }

    private static OutputValues tensor(List<Long> dims, float... values) {
        double[] doubles = new double[values.length];
        Arrays.setAll(doubles, i -> values[i]);
        return new OutputValues(dims, doubles);
    }
}
