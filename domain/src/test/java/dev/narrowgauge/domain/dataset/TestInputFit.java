package dev.narrowgauge.domain.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.model.ModelDescription;
import dev.narrowgauge.domain.model.TensorDescription;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class TestInputFit {
    private static final ModelDescription MODEL =
            model(new TensorDescription("input", "float", List.of(-1L, 1L, 8L, 8L)), List.of(-1L, 10L));

    @Test
    void samplesTakeThePlaceOfTheBatch() {
        assertThatCode(() -> fit(array("input", "float", 100, 1, 8, 8)).requireInputs())
                .doesNotThrowAnyException();
    }

    @Test
    void stackOfWholeInputsFits() {
        assertThatCode(() -> fit(array("input", "float", 100, 32, 1, 8, 8)).requireInputs())
                .doesNotThrowAnyException();
    }

    @Test
    void arrayThatTheModelDoesNotAskForIsNoHarm() {
        InputFit fit = fit(array("more", "int64", 100), array("input", "float", 100, 1, 8, 8));
        assertThatCode(fit::requireInputs).doesNotThrowAnyException();
    }

    @Test
    void misfitsAreTold() {
        assertFails(
                () -> fit(array("x", "float", 100, 1, 8, 8)).requireInputs(),
                ErrorCode.DATASET_INPUT_MISSING,
                "no array for the model's input 'input'; it has 'x'");
        assertFails(
                () -> fit(array("input", "double", 100, 1, 8, 8)).requireInputs(),
                ErrorCode.DATASET_TYPE_MISMATCH,
                "as double, but the model expects float");
        assertFails(
                () -> fit(array("input", "float", 100, 8, 8)).requireInputs(),
                ErrorCode.DATASET_SHAPE_MISMATCH,
                "[100, 8, 8], but the model expects [?, 1, 8, 8]");
        assertFails(
                () -> fit(array("input", "float", 100, 1, 9, 8)).requireInputs(),
                ErrorCode.DATASET_SHAPE_MISMATCH,
                "[100, 1, 9, 8]");
    }

    @Test
    void labelsAreHeldAgainstTheClasses() {
        assertThatCode(() -> labelled(0, 9).requireLabelsInRange()).doesNotThrowAnyException();
        assertFails(
                () -> labelled(0, 10).requireLabelsInRange(),
                ErrorCode.DATASET_LABEL_OUT_OF_RANGE,
                "the label 10, but the model has 10 classes, which are 0 to 9");
        assertFails(() -> labelled(-1, 9).requireLabelsInRange(), ErrorCode.DATASET_LABEL_OUT_OF_RANGE, "label -1");
        assertFails(() -> fit().requireLabels(), ErrorCode.DATASET_LABELS_MISSING, "has no labels");
    }

    @Test
    void classesOfUnknownNumberLimitNothing() {
        ModelDescription open = model(new TensorDescription("input", "float", List.of(-1L)), List.of(-1L, -1L));
        DatasetDescription dataset =
                new DatasetDescription(List.of(), 1, true, OptionalLong.of(0), OptionalLong.of(999));
        assertThatCode(() -> new InputFit("set", dataset, open).requireLabelsInRange())
                .doesNotThrowAnyException();
    }

    private static InputFit fit(TensorDescription... arrays) {
        DatasetDescription dataset =
                new DatasetDescription(List.of(arrays), 100, false, OptionalLong.empty(), OptionalLong.empty());
        return new InputFit("set", dataset, MODEL);
    }

    private static InputFit labelled(long min, long max) {
        return new InputFit(
                "set", new DatasetDescription(List.of(), 100, true, OptionalLong.of(min), OptionalLong.of(max)), MODEL);
    }

    private static TensorDescription array(String name, String type, long... dims) {
        return new TensorDescription(name, type, Arrays.stream(dims).boxed().toList());
    }

    private static ModelDescription model(TensorDescription input, List<Long> output) {
        return new ModelDescription(
                8,
                17,
                "test",
                List.of(input),
                List.of(new TensorDescription("output", "float", output)),
                0,
                0,
                Map.of(),
                false);
    }

    private static void assertFails(ThrowingCallable call, ErrorCode code, String sentence) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(call)
                .withMessageContaining(sentence)
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
