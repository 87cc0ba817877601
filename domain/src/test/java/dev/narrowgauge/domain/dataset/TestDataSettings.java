package dev.narrowgauge.domain.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestDataSettings {
    @Test
    void numbersMayBeFractionsAndStandAlone() {
        ImageSettings image = DataSettings.fromMap(
                        Map.of("image", Map.of("scale", "1 / 255", "mean", 0.5, "std", List.of(1, "1/2", 2))))
                .image();
        assertThat(image.scale()).hasValue(1.0 / 255);
        assertThat(image.mean()).containsExactly(0.5);
        assertThat(image.std()).containsExactly(1.0, 0.5, 2.0);
    }

    @Test
    void answersAreReadAsTheyAreMeant() {
        AnswerSettings answers = DataSettings.fromMap(
                        Map.of("answers", Map.of("blank", "last", "separator", 3, "boxes", "center")))
                .answers();
        assertThat(answers.blank()).hasValue(AnswerSettings.Blank.LAST);
        assertThat(answers.separator()).hasValue(3);
        assertThat(answers.boxes()).isEqualTo(AnswerSettings.BoxFormat.CENTER);
        assertThat(DataSettings.NONE.answers()).isEqualTo(AnswerSettings.NONE);
    }

    @Test
    void whatIsLeftOutIsOpen() {
        assertThat(DataSettings.NONE.input()).isEmpty();
        assertThat(DataSettings.NONE.image().scale()).isEmpty();
        assertThat(DataSettings.NONE.image().fit()).isEqualTo(ImageSettings.Fit.EXACT);
        assertThat(DataSettings.NONE.audio().sampleRate()).isEmpty();
    }

    @Test
    void mistakesAreNamed() {
        refused(ErrorCode.DATA_SETTINGS_UNKNOWN_KEY, "did you mean 'image.scale'", "image", Map.of("scal", 1));
        refused(ErrorCode.DATA_SETTINGS_INVALID_VALUE, "a fraction such as 1/255", "image", Map.of("scale", "1/x"));
        refused(ErrorCode.DATA_SETTINGS_INVALID_VALUE, "a fraction such as 1/255", "image", Map.of("scale", "1/0"));
        refused(ErrorCode.DATA_SETTINGS_INVALID_VALUE, "'image.std' is the list [0.0]", "image", Map.of("std", 0));
        refused(
                ErrorCode.DATA_SETTINGS_INVALID_VALUE,
                "'image.mean' is the list [0.485, null, 0.406]; it must be a number",
                "image",
                Map.of("mean", Arrays.asList(0.485, null, 0.406)));
        refused(ErrorCode.DATA_SETTINGS_INVALID_VALUE, "from 0 to 255", "image", Map.of("fill", 256));
        refused(ErrorCode.DATA_SETTINGS_INVALID_VALUE, "a whole number", "audio", Map.of("sampleRate", 16000.5));
        refused(ErrorCode.DATA_SETTINGS_INVALID_VALUE, "all or mix or first", "audio", Map.of("channels", "left"));
    }

    @Test
    void allMistakesAreNamedAtOnce() {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> DataSettings.fromMap(
                        Map.of("image", Map.of("scale", "1/x", "std", List.of(1, 0)), "audio", Map.of("rate", 1))))
                .satisfies(failure -> assertThat(failure.faults())
                        .extracting(fault -> fault.pointer().orElseThrow())
                        .containsExactly("/image/scale", "/audio/rate", "/image/std"));
    }

    private static void refused(ErrorCode code, String message, String section, Map<String, Object> written) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> DataSettings.fromMap(Map.of(section, written)))
                .withMessageContaining(message)
                .returns(code, NarrowgaugeException::code);
    }
}
