package dev.narrowgauge.cli.reduce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestSymptom {
    @Test
    void namesAndNumbersAreNoDifference() {
        Symptom whole = rejected(
                "ONNX Runtime does not load model.onnx: Node (/backbone/conv1/Conv) Op (Conv) [ShapeInferenceError]"
                        + " Attribute strides has incorrect size 3 of {1,64,3}.",
                "/backbone/conv1/Conv");
        Symptom part = rejected(
                "ONNX Runtime does not load model.onnx: Node (Conv_1) Op (Conv) [ShapeInferenceError]"
                        + " Attribute strides has incorrect size 12 of {1,3}.",
                "Conv_1");
        assertThat(part.isLike(whole)).isTrue();
        assertThat(part.fault()).isEqualTo(Fault.REFUSED);
    }

    @Test
    void anotherMessageIsAnotherFault() {
        Symptom strides = rejected("Node (a) Attribute strides has incorrect size.", "a");
        assertThat(rejected("Node (a) Attribute pads has incorrect size.", "a").isLike(strides))
                .isFalse();
        Symptom otherCode = Symptom.of(
                new NarrowgaugeException(ErrorCode.MODEL_INVALID, "Node (a) Attribute strides has incorrect size."),
                List.of("a"));
        assertThat(otherCode.isLike(strides)).isFalse();
    }

    /** The engine cuts long reasons off: with longer names less of the rest is there. */
    @Test
    void aMessageThatWasCutOffHasToAgreeAsFarAsItGoes() {
        Symptom cut = rejected("Node (a_long_name) is bad because of its in…", "a_long_name");
        assertThat(rejected("Node (b) is bad because of its inputs, which are two.", "b")
                        .isLike(cut))
                .isTrue();
        assertThat(rejected("Node (b) is bad for another reason.", "b").isLike(cut))
                .isFalse();
    }

    @Test
    void aSignalIsNoNumberThatMayDiffer() {
        Symptom abort =
                crashed("the engine crashed with signal 6 (exit code 134) in native code: C  [libort.so+0x12a4]");
        assertThat(crashed("the engine crashed with signal 6 (exit code 134) in native code: C  [libort.so+0x77]")
                        .isLike(abort))
                .isTrue();
        assertThat(crashed("the engine crashed with signal 11 (exit code 139) in native code: C  [libort.so+0x77]")
                        .isLike(abort))
                .isFalse();
        assertThat(abort.fault()).isEqualTo(Fault.CRASH);
    }

    @Test
    void aHangIsAFaultOfItsOwn() {
        Symptom hang = Symptom.of(
                new NarrowgaugeException(ErrorCode.ENGINE_TIMED_OUT, "stopped at its deadline of 5.0 s"), List.of());
        assertThat(hang.fault()).isEqualTo(Fault.HANG);
        assertThat(hang.isLike(crashed("the engine crashed with signal 6"))).isFalse();
    }

    private static Symptom rejected(String message, String name) {
        return Symptom.of(
                new NarrowgaugeException(ErrorCode.MODEL_REJECTED_BY_RUNTIME, message), List.of(name, "strides_not"));
    }

    private static Symptom crashed(String message) {
        return Symptom.of(new NarrowgaugeException(ErrorCode.ENGINE_CRASHED, message), List.of());
    }
}
