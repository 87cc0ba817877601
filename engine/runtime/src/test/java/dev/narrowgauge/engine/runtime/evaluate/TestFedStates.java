package dev.narrowgauge.engine.runtime.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.report.SequenceReport.Feedback;
import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.onnx.dataset.BatchTensor;
import dev.narrowgauge.engine.onnx.model.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Caches of keys and values have the length of what was said before. */
class TestFedStates {
    private static final List<Feedback> STATES = List.of(new Feedback("past", "present"));

    @Test
    void stateOfAnotherLengthIsAnother() {
        FedStates held = FedStates.recorded(STATES, batch(3));
        assertThat(held.areThoseOf(batch(3))).isTrue();
        assertThat(held.areThoseOf(batch(10))).isFalse();
        assertThat(held.areThoseOf(batch(2))).isFalse();
        assertThat(held.misfit(batch(10)))
                .isEqualTo("past comes back with shape [1, 3, 2], where the next sample has [1, 10, 2]");
    }

    private static Batch batch(int length) {
        ByteBuffer values = ByteBuffer.allocateDirect(length * 2 * Float.BYTES).order(ByteOrder.nativeOrder());
        for (int i = 0; i < length * 2; i++) {
            values.putFloat(i * Float.BYTES, i + 1f);
        }
        var past = new BatchTensor("past", ElementType.FLOAT, List.of(1L, (long) length, 2L), values);
        return new Batch(0, 1, List.of(past), List.of());
    }
}
