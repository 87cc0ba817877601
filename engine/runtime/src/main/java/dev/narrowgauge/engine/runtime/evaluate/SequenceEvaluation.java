package dev.narrowgauge.engine.runtime.evaluate;

import dev.narrowgauge.domain.dataset.StateSettings;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.report.SequenceReport;
import dev.narrowgauge.domain.report.SequenceReport.Feedback;
import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.onnx.dataset.Batches;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.session.BatchFeed;
import dev.narrowgauge.engine.runtime.session.BoundRun;
import dev.narrowgauge.engine.runtime.session.ModelSession;
import dev.narrowgauge.engine.runtime.session.TensorData;
import dev.narrowgauge.engine.runtime.session.TensorSlot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Runs a baseline and a variant over samples in their order, each going on with the states that it gave itself. A sequence
 * begins with the states of its first sample. Where the data settings do not count its steps, it goes on as long as the
 * samples hold the states that the baseline gives.
 */
public final class SequenceEvaluation implements AutoCloseable {
    private static final int MOST_STEPS = 1024;

    private final StatePairs pairs;
    private final OutputPairs outputs;
    private final String first;
    private final BoundDataset data;
    private final OptionalInt steps;
    private final Side baseline;
    private final Side variant;
    private final SequenceText text;
    private final List<StepNoise> noise;
    private FedStates recordedBefore;
    private boolean sameStates;

    /** A model with the states that it goes on with. */
    private record Side(BoundRun run, BatchFeed feed, FedStates states) implements AutoCloseable {
        static Side of(ModelSession session, List<Feedback> states) {
            return new Side(BoundRun.ofAll(session), new BatchFeed(session), new FedStates(states));
        }

        Map<String, TensorData> answer(Batch batch, boolean begins) {
            feed.take(begins ? batch : states.with(batch));
            Map<String, TensorData> given = run.run(feed);
            states.keep(given);
            return given;
        }

        @Override
        public void close() {
            feed.close();
            run.close();
        }
    }

    private SequenceEvaluation(
            ModelSession baseline, ModelSession variant, BoundDataset data, StatePairs pairs, OptionalInt steps) {
        this.pairs = pairs;
        this.outputs = OutputPairs.of(baseline, variant);
        this.first = baseline.outputs().getFirst().name();
        this.data = data;
        this.steps = steps;
        this.baseline = Side.of(baseline, pairs.states());
        this.variant = Side.of(variant, pairs.states());
        this.text = new SequenceText(pairs, first);
        this.noise =
                outputs.slots().stream().map(slot -> new StepNoise(slot.name())).toList();
    }

    /**
     * Empty where nothing of the model is fed back. Fails with DATA_SETTINGS_INVALID_VALUE where what is declared does not fit.
     *
     * @param data all samples in their order
     */
    public static Optional<SequenceReport> of(
            ModelSession baseline,
            ModelSession variant,
            BoundDataset data,
            StateSettings settings,
            ProgressMeter progress) {
        return StatePairs.of(baseline.inputs(), baseline.outputs(), settings)
                .any()
                .map(pairs -> of(baseline, variant, data, pairs, settings.steps(), progress));
    }

    private static SequenceReport of(
            ModelSession baseline,
            ModelSession variant,
            BoundDataset data,
            StatePairs pairs,
            OptionalInt steps,
            ProgressMeter progress) {
        if (!pairs.unclear().isEmpty()) {
            return SequenceReport.unknown(pairs.unclear());
        }
        List<String> given = variant.outputs().stream().map(TensorSlot::name).toList();
        Optional<Feedback> lost = pairs.states().stream()
                .filter(state -> !given.contains(state.output()))
                .findFirst();
        if (lost.isPresent()) {
            return SequenceReport.unknown("The variant does not give the state %s."
                    .formatted(lost.get().output()));
        }
        if (data.requiredBatchSize().orElse(1) != 1) {
            return SequenceReport.unknown("No sequence was run, as the model takes batches of %d only."
                    .formatted(data.requiredBatchSize().getAsInt()));
        }
        try (var evaluation = new SequenceEvaluation(baseline, variant, data, pairs, steps)) {
            return evaluation.run(progress);
        }
    }

    private SequenceReport run(ProgressMeter progress) {
        long total = Math.min(MOST_STEPS, data.samples());
        progress.begin("follow", total);
        int sequences = 0;
        int longest = 0;
        int length = 0;
        try (Batches batches = data.batches(1)) {
            for (int done = 0; done < total && batches.hasNext(); done++) {
                Batch batch = batches.next();
                boolean begins = done == 0 || begins(batch, done);
                String misfit = begins ? "" : baseline.states().misfit(batch);
                if (!misfit.isEmpty()) {
                    return SequenceReport.unknown("No sequence was run: " + misfit + ".");
                }
                sequences += begins ? 1 : 0;
                length = begins ? 1 : length + 1;
                longest = Math.max(longest, length);
                step(batch, begins);
                progress.advanceTo(done + 1L);
            }
        } catch (NarrowgaugeException e) {
            if (e.code() != ErrorCode.MODEL_REJECTED_BY_RUNTIME) {
                throw e;
            }
            return SequenceReport.unknown("ONNX Runtime failed where states were fed back: " + e.getMessage());
        }
        return longest == 1
                ? SequenceReport.unknown(text.whyNoSequence(sameStates))
                : text.report(
                        sequences,
                        longest,
                        noise.stream().map(StepNoise::report).toList());
    }

    private void step(Batch batch, boolean begins) {
        Map<String, TensorData> expected = baseline.answer(batch, begins);
        Map<String, TensorData> actual = outputs.asInBaseline(variant.answer(batch, begins), first);
        for (int i = 0; i < noise.size(); i++) {
            String output = outputs.slots().get(i).name();
            if (begins) {
                noise.get(i).begin();
            }
            noise.get(i).add(expected.get(output), actual.get(output));
        }
        recordedBefore = FedStates.recorded(pairs.states(), batch);
    }

    /** Where a sample holds the same states as the one before it, it says nothing; what is declared goes on then. */
    private boolean begins(Batch batch, int index) {
        if (steps.isPresent()) {
            return index % steps.getAsInt() == 0;
        }
        if (baseline.states().areThoseOf(batch)) {
            return false;
        }
        boolean isSilent = recordedBefore.areThoseOf(batch);
        sameStates |= isSilent;
        return !isSilent || !pairs.declared();
    }

    @Override
    public void close() {
        baseline.close();
        variant.close();
    }
}
