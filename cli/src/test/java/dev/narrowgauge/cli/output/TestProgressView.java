package dev.narrowgauge.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class TestProgressView {
    private final StringWriter text = new StringWriter();
    private long now;

    @Test
    void pipedOutputIsALineForEachStage() {
        try (ProgressView view = view(false)) {
            view.show("load", 0, 0);
            tick(0.3);
            for (int done = 0; done <= 512; done += 64) {
                view.show("calibrate", done, 512);
                tick(0.1);
            }
            view.show("quantize", 20, 20);
        }
        assertThat(text.toString().lines())
                .containsExactly(
                        "load                        0.3 s",
                        "calibrate        512/512    0.9 s",
                        "quantize           20/20    0.0 s");
    }

    @Test
    void longStagesSaySometimesWhereTheyAre() {
        try (ProgressView view = view(false)) {
            for (int done = 0; done <= 24; done++) {
                view.show("measure", done, 24);
                tick(0.5);
            }
        }
        assertThat(text.toString().lines())
                .containsExactly(
                        "measure            10/24    5.0 s",
                        "measure            20/24   10.0 s",
                        "measure            24/24   12.5 s");
    }

    @Test
    void lastLineIsNotSaidTwice() {
        try (ProgressView view = view(false)) {
            view.show("measure", 0, 20);
            tick(6);
            view.show("measure", 6, 20, "ratio 0.520 [0.500, 0.540]");
            tick(1);
        }
        assertThat(text.toString().lines())
                .containsExactly("measure             6/20    6.0 s  ratio 0.520 [0.500, 0.540]");
    }

    @Test
    void terminalHasOneMovingBar() {
        try (ProgressView view = view(true)) {
            view.show("calibrate", 0, 100);
            tick(10);
            view.show("calibrate", 25, 100);
            view.show("calibrate", 26, 100);
        }
        assertThat(text.toString())
                .isEqualTo("\r\033[Kcalibrate  [" + " ".repeat(16) + "] 0/100"
                        + "\r\033[Kcalibrate  [####" + " ".repeat(12) + "] 25/100, 30 s left"
                        + "\r\033[Kcalibrate         26/100   10.0 s" + System.lineSeparator());
    }

    @Test
    void findingIsShownWithTheStageThatMadeIt() {
        for (boolean terminal : new boolean[] {false, true}) {
            try (ProgressView view = view(terminal)) {
                view.show("warm-up", 2, 3);
                tick(6);
                view.show("measure", 6, 20, "ratio 0.520 [0.500, 0.540], about 12 s left");
                tick(6);
                view.show("measure", 7, 20, "ratio 0.530 [0.510, 0.550]");
            }
        }
        assertThat(text.toString())
                .contains("warm-up              2/3    6.0 s" + System.lineSeparator())
                .contains("measure             7/20    6.0 s  ratio 0.530 [0.510, 0.550]" + System.lineSeparator())
                .contains("] 6/20, ratio 0.520 [0.500, 0.540], about 12 s left\r");
    }

    @Test
    void waitingSaysForWhatNowAndThen() {
        now = 1;
        try (ProgressView view = view(false)) {
            view.show("wait", 0, 0);
            view.waitsFor("process 17, which times a.onnx");
            tick(0.1);
            view.waitsFor("process 18, which times b.onnx");
            tick(5);
            view.waitsFor("process 19, which times c.onnx");
        }
        assertThat(text.toString().lines())
                .startsWith("waits for process 17, which times a.onnx", "waits for process 19, which times c.onnx");
    }

    /** A bar that is wrapped cannot be drawn over. */
    @Test
    void barsFitIntoSixtyColumns() {
        try (ProgressView view = view(true)) {
            view.show("calibrate", 0, 100_000);
            tick(1_000);
            view.show("calibrate", 50_000, 100_000);
        }
        assertThat(text.toString().split("\r\033\\[K"))
                .allSatisfy(bar -> assertThat(bar).hasSizeLessThanOrEqualTo(60));
    }

    @Test
    void unknownTotalIsNoBar() {
        try (ProgressView view = view(true)) {
            view.show("wait", 0, 0);
        }
        assertThat(text.toString()).startsWith("\r\033[Kwait       ...");
    }

    private void tick(double seconds) {
        now += Math.round(seconds * 1e9);
    }

    private ProgressView view(boolean terminal) {
        return new ProgressView(new PrintWriter(text, true), terminal, () -> now);
    }
}
