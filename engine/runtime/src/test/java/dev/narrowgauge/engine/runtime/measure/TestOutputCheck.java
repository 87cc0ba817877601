package dev.narrowgauge.engine.runtime.measure;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxJavaType;
import dev.narrowgauge.engine.runtime.session.PreparedRun;
import dev.narrowgauge.engine.runtime.session.TensorData;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestOutputCheck {
    private final OutputCheck check = new OutputCheck();

    @Test
    void theSameBytesAreTheSame() {
        check.record(3, new Giving(7, 7));
        check.compare(3, output(7));
        assertThat(check.checked()).isEqualTo(1);
        assertThat(check.differing()).isZero();
        assertThat(check.varies()).isFalse();
    }

    @Test
    void oneOtherByteIsADifference() {
        check.record(3, new Giving(7, 7));
        check.compare(3, output(7));
        check.compare(3, output(8));
        check.compare(3, Map.of());
        assertThat(check.checked()).isEqualTo(3);
        assertThat(check.differing()).isEqualTo(2);
        check.restart();
        assertThat(check.checked()).isZero();
        assertThat(check.differing()).isZero();
    }

    @Test
    void ofABatchThatWasNotRecordedNothingIsSaid() {
        check.record(3, new Giving(7, 7));
        check.compare(4, output(8));
        assertThat(check.checked()).isZero();
    }

    @Test
    void aModelThatVariesByItselfIsNotJudged() {
        check.record(3, new Giving(7, 7));
        check.record(4, new Giving(7, 8));
        check.compare(3, output(9));
        assertThat(check.varies()).isTrue();
        assertThat(check.checked()).isZero();
        assertThat(check.differing()).isZero();
    }

    @Test
    void aBatchIsRecordedOnce() {
        check.record(3, new Giving(7, 7));
        check.record(3, new Giving());
        check.compare(3, output(7));
        assertThat(check.differing()).isZero();
    }

    private static Map<String, TensorData> output(int value) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(2).put(0, (byte) 5).put(1, (byte) value);
        return Map.of("y", new TensorData(OnnxJavaType.UINT8, List.of(1L, 2L), bytes));
    }

    /** Gives these values, one a run. */
    private static final class Giving implements PreparedRun {
        private final int[] values;
        private int runs;

        Giving(int... values) {
            this.values = values;
        }

        @Override
        public void run() {
            runs++;
        }

        @Override
        public Map<String, TensorData> values() {
            return output(values[runs - 1]);
        }

        @Override
        public void release() {}
    }
}
