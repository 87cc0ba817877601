package dev.narrowgauge.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.cli.output.Screen.Tone;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TestScreen {
    private final StringWriter text = new StringWriter();

    @Test
    void linesEndBeforeTheTerminalDoes() {
        Screen screen = Screens.narrow(text, 40);
        screen.headline(Tone.GOOD, "SHIP INT8", "It takes 0.350 of the time that FP32 takes.");
        screen.line("latency", "0.3990 ms -> 0.1376 ms, ratio 0.350 [0.313, 0.392]");
        assertThat(text).hasToString("""
                SHIP INT8: It takes 0.350 of the time
                that FP32 takes.
                latency      0.3990 ms -> 0.1376 ms,
                             ratio 0.350 [0.313, 0.392]
                """);
    }

    @Test
    void numbersKeepTheirUnits() {
        Screens.narrow(text, 40).line("latency", "ratio 0.364 of FP32's, took 84 % of it");
        assertThat(text).hasToString("""
                latency      ratio 0.364 of FP32's, took
                             84 % of it
                """);
    }

    @Test
    void whatIsCopiedIsNotBroken() {
        Screens.narrow(text, 40).whole("next", "narrowgauge benchmark model.onnx variant.onnx");
        assertThat(text).hasToString("next         narrowgauge benchmark model.onnx variant.onnx\n");
    }

    @Test
    void onlyTheHeadIsColoured() {
        new Screen(new PrintWriter(text, true), 80, true).headline(Tone.BAD, "INVALID", "Nothing.");
        assertThat(text).hasToString("\033[1m\033[31mINVALID\033[39m\033[21m: Nothing.\n");
    }

    @Test
    void whatAProgramReadsIsPlainAndUnbroken() {
        String sentence = "word ".repeat(100).strip();
        Screens.wide(text).headline(Tone.BAD, "INVALID", sentence);
        assertThat(text).hasToString("INVALID: " + sentence + "\n");
    }
}
