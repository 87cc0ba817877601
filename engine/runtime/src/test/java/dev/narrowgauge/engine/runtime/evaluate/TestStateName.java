package dev.narrowgauge.engine.runtime.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestStateName {
    @ParameterizedTest
    @CsvSource({
        "h, hn",
        "c, cn",
        "h0, hn",
        "h_0, h_n",
        "state, stateN",
        "state_in, state_out",
        "conv_cache, conv_cache_out",
        "cached_len_0, new_cached_len_0",
        "prev_hidden, next_hidden",
        "past, present",
        "past_3, present_3",
        "past.0.key, present.0.key",
        "past_key_values.11.value, present.11.value",
        "past_key_values.2.encoder.key, present.2.encoder.key"
    })
    void recognisesWhatIsFedBack(String input, String output) {
        assertThat(StateName.of(input).becomes(StateName.of(output))).isTrue();
        assertThat(StateName.of(input).isState()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "h, cn",
        "past.0.key, present.0.value",
        "past.0.key, present.1.key",
        "input, output",
        "input_1, output_1",
        "x, y",
        "hn, h",
        "cached_len_0, new_cached_len_1",
        "state, state_2"
    })
    void doesNotTakeOthersForIt(String input, String output) {
        assertThat(StateName.of(input).becomes(StateName.of(output))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"image_in, image_out", "audio, audio_out", "mel, new_mel"})
    void doesNotKnowOfSomeWhetherTheyAreStates(String input, String output) {
        assertThat(StateName.of(input).becomes(StateName.of(output))).isTrue();
        assertThat(StateName.of(input).isState()).isFalse();
    }
}
