package dev.narrowgauge.engine.runtime.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import dev.narrowgauge.domain.dataset.StateSettings;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.report.SequenceReport;
import dev.narrowgauge.domain.report.SequenceReport.Drift;
import dev.narrowgauge.domain.report.SequenceReport.Feedback;
import dev.narrowgauge.domain.report.SequenceReport.OutputSteps;
import dev.narrowgauge.engine.onnx.dataset.InputSpec;
import dev.narrowgauge.engine.onnx.dataset.NpzWriter;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.runtime.pipe.EventWriter;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.session.ModelSession;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** States fed back, held against a plain loop over the same cell in double precision. */
class TestSequenceEvaluation {
    private static final int STEPS = 60;
    private static final StateSettings DECLARED =
            new StateSettings(Optional.of(Map.of("h", "hn")), OptionalInt.empty());

    @TempDir
    private Path directory;

    private final double[][] inputs = inputs();
    private TinyCell cell = TinyCell.random(true, 7);

    /** What each of the samples holds as its state. */
    private enum Held {
        RECORDED,
        /** Every 20 steps a sequence begins with zeros. */
        RECORDED_IN_THREE,
        RANDOM,
        ZEROS
    }

    @Test
    void noiseAtEachStepIsThatOfAPlainLoop() throws IOException {
        SequenceReport report = run("h", "hn", Held.RECORDED, StateSettings.NONE);
        assertThat(report.states()).containsExactly(new Feedback("h", "hn"));
        assertThat(report.declared()).isFalse();
        assertThat(report.sequences()).isEqualTo(1);
        assertThat(report.steps()).isEqualTo(STEPS);
        double[] expected = decibels(STEPS);
        OutputSteps y = report.outputs().getFirst();
        assertThat(y.output()).isEqualTo("y");
        assertThat(y.firstDb()).isCloseTo(expected[0], within(0.01));
        assertThat(y.middleDb()).isCloseTo(expected[STEPS / 2], within(0.01));
        assertThat(y.lastDb()).isCloseTo(expected[STEPS - 1], within(0.01));
        assertThat(y.worstDb()).isCloseTo(Arrays.stream(expected).min().getAsDouble(), within(0.01));
        assertThat(expected[y.worstStep() - 1]).isCloseTo(y.worstDb(), within(0.01));
        assertThat(report.drift()).isEqualTo(Drift.STEADY);
    }

    @Test
    void errorsThatAddUpDrift() throws IOException {
        cell = TinyCell.random(false, 7);
        SequenceReport report = run("h", "hn", Held.RECORDED, StateSettings.NONE);
        assertThat(report.drift()).isEqualTo(Drift.DRIFTS);
        assertThat(report.sentence()).contains("It drifts: ").contains("hn from ");
    }

    @Test
    void statesThatSamplesHoldTellWhereSequencesBegin() throws IOException {
        SequenceReport report = run("h", "hn", Held.RECORDED_IN_THREE, StateSettings.NONE);
        assertThat(report.sequences()).isEqualTo(3);
        assertThat(report.steps()).isEqualTo(STEPS / 3);
    }

    @ParameterizedTest
    @CsvSource({"RANDOM, no two samples follow each other", "ZEROS, the same states each time"})
    void whereSamplesDoNotTellNothingIsGuessed(Held held, String reason) throws IOException {
        SequenceReport report = run("h", "hn", held, StateSettings.NONE);
        assertThat(report.drift()).isEqualTo(Drift.UNKNOWN);
        assertThat(report.outputs()).isEmpty();
        assertThat(report.sentence()).contains(reason).contains("state.feedback");
    }

    @Test
    void whatIsDeclaredWins() throws IOException {
        SequenceReport all = run("h", "hn", Held.ZEROS, DECLARED);
        assertThat(all.declared()).isTrue();
        assertThat(all.steps()).isEqualTo(STEPS);
        assertThat(all.outputs().getFirst().lastDb()).isCloseTo(decibels(STEPS)[STEPS - 1], within(0.01));
        SequenceReport counted =
                run("h", "hn", Held.RECORDED, new StateSettings(DECLARED.feedback(), OptionalInt.of(15)));
        assertThat(counted.sequences()).isEqualTo(4);
        assertThat(counted.steps()).isEqualTo(15);
        assertThat(found("h", "hn", Held.RECORDED, new StateSettings(Optional.of(Map.of()), OptionalInt.empty())))
                .as("declared that nothing is fed back")
                .isEmpty();
        SequenceReport named = run(
                "before",
                "after",
                Held.RECORDED,
                new StateSettings(Optional.of(Map.of("before", "after")), OptionalInt.empty()));
        assertThat(named.steps()).isEqualTo(STEPS);
    }

    @Test
    void namesThatMayBeThoseOfAStateAreAskedAbout() throws IOException {
        SequenceReport report = run("image_in", "image_out", Held.RECORDED, StateSettings.NONE);
        assertThat(report.drift()).isEqualTo(Drift.UNKNOWN);
        assertThat(report.sentence()).contains("image_out to image_in").contains("not clear");
        assertThat(found("left", "right", Held.RECORDED, StateSettings.NONE)).isEmpty();
    }

    @Test
    void whatIsDeclaredAndNotThereIsAMistake() {
        var settings = new StateSettings(Optional.of(Map.of("h", "hm")), OptionalInt.empty());
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> found("h", "hn", Held.RECORDED, settings))
                .withMessageContaining("names the output 'hm'; the model has y, hn");
    }

    private SequenceReport run(String before, String after, Held held, StateSettings settings) throws IOException {
        return found(before, after, held, settings).orElseThrow();
    }

    private Optional<SequenceReport> found(String before, String after, Held held, StateSettings settings)
            throws IOException {
        Path baseline = cell.write(directory.resolve("baseline.onnx"), before, after);
        Path variant = variant().write(directory.resolve("variant.onnx"), before, after);
        var model = OnnxModelReader.read(baseline);
        var runtime = new OnnxRuntime(1);
        var progress = new ProgressMeter(new EventWriter(OutputStream.nullOutputStream(), () -> {}), System::nanoTime);
        try (SampleSet data = SampleSet.open(samples(before, held));
                ModelSession one = runtime.open(baseline, Optimization.FULL);
                ModelSession other = runtime.open(variant, Optimization.FULL)) {
            var bound = data.bind(
                    model.describe().inputs().stream().map(InputSpec::of).toList());
            return SequenceEvaluation.of(one, other, bound, settings, progress);
        }
    }

    private TinyCell variant() {
        return cell.off(0.02, 3);
    }

    /** Signal to noise of y at each step, from zeros. */
    private double[] decibels(int steps) {
        double[] result = new double[steps];
        double[] state = new double[TinyCell.STATES];
        double[] other = state;
        for (int step = 0; step < steps; step++) {
            state = cell.next(state, inputs[step]);
            other = variant().next(other, inputs[step]);
            double[] expected = cell.answer(state);
            double[] actual = variant().answer(other);
            double signal = 0;
            double noise = 0;
            for (int i = 0; i < expected.length; i++) {
                signal += expected[i] * expected[i];
                noise += (expected[i] - actual[i]) * (expected[i] - actual[i]);
            }
            result[step] = 10 * Math.log10(signal / noise);
        }
        return result;
    }

    private static double[][] inputs() {
        Random random = new Random(11);
        double[][] inputs = new double[STEPS][TinyCell.INPUTS];
        for (double[] row : inputs) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) (0.3 + random.nextGaussian());
            }
        }
        return inputs;
    }

    private Path samples(String before, Held held) throws IOException {
        Random random = new Random(13);
        double[][] states = new double[STEPS][TinyCell.STATES];
        for (int step = 0; step < STEPS; step++) {
            boolean begins = step == 0 || held == Held.RECORDED_IN_THREE && step % 20 == 0;
            if (held == Held.RANDOM) {
                states[step] = random.doubles(TinyCell.STATES).toArray();
            } else if (held != Held.ZEROS && !begins) {
                states[step] = cell.next(states[step - 1], inputs[step - 1]);
            }
        }
        Path file = directory.resolve("samples.npz");
        try (OutputStream out = Files.newOutputStream(file)) {
            NpzWriter.write(List.of(array("x", inputs), array(before, states)), out);
        }
        return file;
    }

    private static NpzWriter.Array array(String name, double[][] rows) {
        ByteBuffer bytes =
                ByteBuffer.allocate(rows.length * rows[0].length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (double[] row : rows) {
            Arrays.stream(row).forEach(value -> bytes.putFloat((float) value));
        }
        return new NpzWriter.Array(
                name,
                ElementType.FLOAT,
                List.of((long) rows.length, 1L, (long) rows[0].length),
                List.of(ByteString.copyFrom(bytes.flip())));
    }
}
