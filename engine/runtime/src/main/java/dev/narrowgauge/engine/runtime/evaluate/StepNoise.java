package dev.narrowgauge.engine.runtime.evaluate;

import dev.narrowgauge.domain.decision.OutputAgreement;
import dev.narrowgauge.domain.report.SequenceReport.Drift;
import dev.narrowgauge.domain.report.SequenceReport.OutputSteps;
import dev.narrowgauge.engine.runtime.session.TensorData;
import dev.narrowgauge.engine.runtime.verify.NoiseRatio;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * The noise of one output at each step of each sequence. An output drifts where its noise in the last quarter of the steps is
 * at least twice that in the second, by itself and beside the signal: louder samples alone make more noise, and quieter ones
 * less signal. The first quarter is left out, as noise settles before it stays.
 */
final class StepNoise {
    /** Two in each quarter. */
    static final int LEAST_STEPS = 8;

    private static final int QUARTERS = 4;
    private static final double GROWN = 2;

    private final String output;
    private final List<List<NoiseRatio>> sequences = new ArrayList<>();

    StepNoise(String output) {
        this.output = output;
    }

    void begin() {
        sequences.add(new ArrayList<>());
    }

    void add(TensorData expected, TensorData actual) {
        NoiseRatio noise = new NoiseRatio();
        if (expected.dims().equals(actual.dims())) {
            noise.add(expected, actual);
        } else {
            // Where the number of values differs, nothing stands for anything.
            for (int i = 0; i < expected.elements(); i++) {
                noise.add(expected.value(i), 0);
            }
        }
        sequences.getLast().add(noise);
    }

    OutputSteps report() {
        int steps = sequences.stream().mapToInt(List::size).max().orElse(0);
        int worst = 0;
        for (int step = 1; step < steps; step++) {
            worst = at(step).decibel() < at(worst).decibel() ? step : worst;
        }
        NoiseRatio early = quarter(1);
        NoiseRatio late = quarter(QUARTERS - 1);
        return new OutputSteps(
                output,
                decibel(at(0)),
                decibel(at(steps / 2)),
                decibel(at(steps - 1)),
                decibel(at(worst)),
                worst + 1,
                decibel(early),
                decibel(late),
                steps < LEAST_STEPS ? Drift.UNKNOWN : drift(early, late));
    }

    private Drift drift(NoiseRatio early, NoiseRatio late) {
        double noise = values(QUARTERS - 1) == 0 ? 0 : late.noise() / values(QUARTERS - 1);
        double before = values(1) == 0 ? 0 : early.noise() / values(1);
        boolean isMore = noise > GROWN * before;
        boolean isMoreBesideSignal = late.noise() * early.signal() > GROWN * early.noise() * late.signal();
        return isMore && isMoreBesideSignal ? Drift.DRIFTS : Drift.STEADY;
    }

    /** Steps in that quarter of sequences that are long enough. */
    private int values(int quarter) {
        return sum(sequence -> end(sequence, quarter) - start(sequence, quarter));
    }

    private int sum(ToIntFunction<List<NoiseRatio>> count) {
        return sequences.stream()
                .filter(sequence -> sequence.size() >= LEAST_STEPS)
                .mapToInt(count)
                .sum();
    }

    private NoiseRatio quarter(int quarter) {
        NoiseRatio all = new NoiseRatio();
        sequences.stream()
                .filter(sequence -> sequence.size() >= LEAST_STEPS)
                .forEach(sequence -> sequence.subList(start(sequence, quarter), end(sequence, quarter))
                        .forEach(all::add));
        return all;
    }

    private static int start(List<NoiseRatio> sequence, int quarter) {
        return sequence.size() * quarter / QUARTERS;
    }

    private static int end(List<NoiseRatio> sequence, int quarter) {
        return start(sequence, quarter + 1);
    }

    private NoiseRatio at(int step) {
        NoiseRatio all = new NoiseRatio();
        sequences.stream().filter(sequence -> step < sequence.size()).forEach(sequence -> all.add(sequence.get(step)));
        return all;
    }

    /** Null without noise. */
    private static Double decibel(NoiseRatio noise) {
        double value = noise.decibel();
        if (Double.isInfinite(value)) {
            return null;
        }
        return noise.isFinite() ? value : (Double) OutputAgreement.NOT_A_NUMBER_DB;
    }
}
