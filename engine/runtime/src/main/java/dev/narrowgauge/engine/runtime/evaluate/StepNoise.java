package dev.narrowgauge.engine.runtime.evaluate;

import dev.narrowgauge.domain.decision.OutputAgreement;
import dev.narrowgauge.domain.report.SequenceReport.Drift;
import dev.narrowgauge.domain.report.SequenceReport.OutputSteps;
import dev.narrowgauge.engine.runtime.session.TensorData;
import dev.narrowgauge.engine.runtime.verify.NoiseRatio;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The noise of one output at each step of each sequence. An output drifts where its noise grows from the second quarter of the
 * steps to the last to at least twice as much, beyond what follows from the signal. The first quarter is left out, as noise
 * settles before it stays.
 */
final class StepNoise {
    /** Of fewer a step more or less with much noise decides. */
    static final int LEAST_STEPS = 32;

    private static final int QUARTERS = 4;
    private static final double GROWN_DB = 3;

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
        return new OutputSteps(
                output,
                decibel(at(0)),
                decibel(at(steps / 2)),
                decibel(at(steps - 1)),
                decibel(at(worst)),
                worst + 1,
                median(1).orElse(null),
                median(QUARTERS - 1).orElse(null),
                drift(steps));
    }

    private Drift drift(int longest) {
        List<NoiseTrend.Step> steps = new ArrayList<>();
        boolean hasNoise = false;
        for (List<NoiseRatio> sequence : sequences) {
            for (int step = start(sequence, 1); step < sequence.size(); step++) {
                NoiseRatio noise = sequence.get(step);
                hasNoise |= noise.noise() > 0;
                if (noise.noise() > 0 && noise.signal() > 0) {
                    steps.add(new NoiseTrend.Step(step + 1, noise.signal(), noise.noise()));
                }
            }
        }
        if (!hasNoise) {
            return Drift.STEADY;
        }
        if (longest < LEAST_STEPS || steps.size() < LEAST_STEPS / 2) {
            return Drift.UNKNOWN;
        }
        int middle = longest * 3 / (2 * QUARTERS);
        int end = longest * (2 * QUARTERS - 1) / (2 * QUARTERS);
        return NoiseTrend.grows(steps, middle, end, GROWN_DB) ? Drift.DRIFTS : Drift.STEADY;
    }

    /** Of the steps in that quarter of the sequences; empty where that one has no noise. */
    private Optional<Double> median(int quarter) {
        double[] values = sequences.stream()
                .flatMap(sequence -> sequence.subList(start(sequence, quarter), start(sequence, quarter + 1)).stream())
                .mapToDouble(NoiseRatio::decibel)
                .sorted()
                .toArray();
        return values.length == 0 || Double.isInfinite(values[values.length / 2])
                ? Optional.empty()
                : Optional.of(values[values.length / 2]);
    }

    private static int start(List<NoiseRatio> sequence, int quarter) {
        return sequence.size() * quarter / QUARTERS;
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
