package dev.narrowgauge.engine.runtime.evaluate;

import ai.onnxruntime.OnnxJavaType;
import dev.narrowgauge.domain.accuracy.AgreementAnswers;
import dev.narrowgauge.domain.decision.OutputAgreement;
import dev.narrowgauge.domain.decision.OutputKind;
import dev.narrowgauge.engine.runtime.session.TensorData;
import dev.narrowgauge.engine.runtime.session.TensorSlot;
import dev.narrowgauge.engine.runtime.verify.NoiseRatio;

/** Adds up how far one output of a variant is from the baseline's, in memory that does not grow with the samples. */
final class OutputComparison {
    private static final double PERCENTILE = 0.99;

    /** Of noise against nothing: a number, and above what stands for no number. */
    private static final double LEAST_DECIBEL = -200;

    private final TensorSlot slot;
    private final int namedAxis;
    private final ValueTraits traits = new ValueTraits();
    private final NoiseRatio noise = new NoiseRatio();
    private final NoiseSpread spread = new NoiseSpread();
    private final DifferenceSketch differences = new DifferenceSketch();
    private final DecodedAnswers answers = new DecodedAnswers();
    private final AnswerMargins margins = new AnswerMargins();
    private final AgreementColumns agreements = new AgreementColumns();
    private Double worstDecibel;
    private long samples;

    /** @param namedAxis axis of the samples where it has their name; negative where none has */
    OutputComparison(TensorSlot slot, int namedAxis) {
        this.slot = slot;
        this.namedAxis = namedAxis;
    }

    TensorSlot slot() {
        return slot;
    }

    ValueTraits traits() {
        return traits;
    }

    /**
     * @param real samples in the tensors; those beyond are padding
     * @param fed samples in the tensors, with padding
     */
    void add(TensorData baseline, TensorData variant, int real, int fed) {
        samples += real;
        OutputLayout layout = OutputLayout.of(baseline.dims(), fed, namedAxis);
        boolean isSameShape = baseline.dims().equals(variant.dims());
        for (int sample = 0; sample < Math.min(real, layout.samples()); sample++) {
            if (isSameShape) {
                add(baseline, variant, layout, sample);
            } else {
                addUnlike(baseline, layout, sample);
            }
        }
    }

    private void add(TensorData baseline, TensorData variant, OutputLayout layout, int sample) {
        var ofSample = new NoiseRatio();
        double power = 0;
        for (int i = 0; i < layout.size(); i++) {
            int index = layout.index(sample, i);
            double expected = baseline.value(index);
            double actual = variant.value(index);
            ofSample.add(expected, actual);
            power += Double.isFinite(actual) ? actual * actual : 0;
            differences.add(expected == actual ? 0 : (float) Math.abs(expected - actual));
        }
        take(ofSample);
        traits.add(baseline, layout, sample);
        int[] before = answers(baseline, layout, sample);
        int changed = answers.add(before, answers(variant, layout, sample), layout.classes());
        agreements.add(ofSample, power, before.length, changed);
        if (isFloat() && layout.classes() > 1) {
            addMargins(baseline, variant, layout, sample, before);
        }
    }

    private void addMargins(TensorData baseline, TensorData variant, OutputLayout layout, int sample, int[] largest) {
        int classes = layout.classes();
        for (int row = 0; row < largest.length; row++) {
            int second = largest[row] == 0 ? 1 : 0;
            for (int i = 0; i < classes; i++) {
                boolean isNearer = i != largest[row]
                        && baseline.value(layout.index(sample, row * classes + i))
                                > baseline.value(layout.index(sample, row * classes + second));
                second = isNearer ? i : second;
            }
            int best = layout.index(sample, row * classes + largest[row]);
            int next = layout.index(sample, row * classes + second);
            margins.add(baseline.value(best), baseline.value(next), variant.value(best), variant.value(next));
        }
        margins.endSample(largest.length);
    }

    /** Where the number of values follows from the values, as behind a suppression of boxes, nothing stands for anything. */
    private void addUnlike(TensorData baseline, OutputLayout layout, int sample) {
        var ofSample = new NoiseRatio();
        for (int i = 0; i < layout.size(); i++) {
            ofSample.add(baseline.value(layout.index(sample, i)), 0);
        }
        take(ofSample);
        agreements.add(ofSample, 0, 0, 0);
    }

    private void take(NoiseRatio ofSample) {
        noise.add(ofSample);
        spread.add(ofSample.noise(), ofSample.signal());
        double decibel = ofSample.decibel();
        // Noise against nothing at all is no ratio; the ratio over all samples counts it.
        if (!Double.isInfinite(decibel) && ofSample.signal() > 0) {
            worstDecibel = worstDecibel == null ? decibel : Math.min(worstDecibel, decibel);
        }
    }

    /** The index of the largest value of each row, the first one of equals; of whole numbers the values themselves. */
    private int[] answers(TensorData output, OutputLayout layout, int sample) {
        if (!isFloat()) {
            int[] values = new int[layout.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (int) output.value(layout.index(sample, i));
            }
            return values;
        }
        int classes = layout.classes();
        int[] largest = new int[layout.size() / classes];
        for (int row = 0; row < largest.length; row++) {
            double most = output.value(layout.index(sample, row * classes));
            for (int i = 1; i < classes; i++) {
                double value = output.value(layout.index(sample, row * classes + i));
                if (value > most) {
                    most = value;
                    largest[row] = i;
                }
            }
        }
        return largest;
    }

    boolean isFloat() {
        return slot.isFloat() || slot.type() == OnnxJavaType.DOUBLE;
    }

    /** In decibel; null where every value is equal. */
    Double decibel() {
        double value = noise.decibel();
        if (Double.isInfinite(value)) {
            return null;
        }
        return noise.isFinite() ? (Double) Math.max(value, LEAST_DECIBEL) : (Double) OutputAgreement.NOT_A_NUMBER_DB;
    }

    OutputAgreement agreement(OutputKind kind, boolean isTagger) {
        return switch (kind) {
            case CLASSES -> agreement(kind, answers.rows(), answers.changedRows(), answers.samplesWithChangedRow());
            case SEQUENCES -> {
                long changed = isTagger ? answers.samplesWithChangedRow() : answers.changedWithoutBlanks();
                yield agreement(kind, answers.samples(), changed, changed);
            }
            case PROBABILITIES, VALUES -> agreement(kind, 0, 0, 0);
        };
    }

    /** Sample by sample. */
    AgreementAnswers answersLike(OutputKind kind) {
        return agreements.answers(slot.name(), kind == OutputKind.CLASSES);
    }

    /** The share of answers that are expected to change on other samples; 0 where there are none. */
    double expectedChanges(OutputKind kind) {
        return switch (kind) {
            case CLASSES -> margins.changedRows(traits.isDistribution());
            case SEQUENCES -> margins.changedSamples(traits.isDistribution());
            case PROBABILITIES, VALUES -> 0;
        };
    }

    double noiseError() {
        return spread.relativeError();
    }

    private OutputAgreement agreement(OutputKind kind, long count, long changed, long changedSamples) {
        return new OutputAgreement(
                slot.name(),
                kind,
                samples,
                count,
                changed,
                changedSamples,
                decibel(),
                worstDecibel,
                differences.percentile(PERCENTILE));
    }
}
