package dev.narrowgauge.engine.runtime.evaluate;

import dev.narrowgauge.domain.dataset.AnswerSettings;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.onnx.dataset.Batches;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.session.BatchFeed;
import dev.narrowgauge.engine.runtime.session.BoundRun;
import dev.narrowgauge.engine.runtime.session.ModelSession;
import dev.narrowgauge.engine.runtime.session.TensorData;
import dev.narrowgauge.engine.runtime.session.TensorSlot;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs a baseline and a variant over the same batches, keeping no more of each sample than a few numbers. */
public final class PairedEvaluation implements AutoCloseable {
    private static final long MEMORY_BUDGET_BYTES = 64L << 20;

    private final Side baseline;
    private final Optional<Side> variant;
    private final String first;
    private final OutputPairs pairs;
    private final OutputHints hints;
    private final AnswerSettings settings;
    private final Optional<FlippedSamples> flipped;

    /** A model with what it is fed, which is in its own types. */
    private record Side(ModelSession session, BoundRun run, BatchFeed feed) implements AutoCloseable {
        static Side of(ModelSession session, Collection<String> outputs) {
            return new Side(session, new BoundRun(session, outputs), new BatchFeed(session));
        }

        Map<String, TensorData> answer(Batch batch) {
            feed.take(batch);
            return run.run(feed);
        }

        @Override
        public void close() {
            feed.close();
            run.close();
        }
    }

    /**
     * @param variant empty to look at the baseline alone
     * @param hints what the graph of the baseline says of its outputs
     */
    public PairedEvaluation(ModelSession baseline, Optional<ModelSession> variant, OutputHints hints) {
        this(baseline, variant, hints, AnswerSettings.NONE);
    }

    /** @param settings how outputs are read where they are held against what is right */
    public PairedEvaluation(
            ModelSession baseline, Optional<ModelSession> variant, OutputHints hints, AnswerSettings settings) {
        this(baseline, variant, hints, settings, Optional.empty());
    }

    /** @param flipped what is told of every sample; empty keeps none */
    PairedEvaluation(
            ModelSession baseline,
            Optional<ModelSession> variant,
            OutputHints hints,
            AnswerSettings settings,
            Optional<FlippedSamples> flipped) {
        variant.ifPresent(other -> checkSameInputs(baseline, other));
        this.first = baseline.outputs().getFirst().name();
        this.pairs = OutputPairs.of(baseline, variant.orElse(baseline));
        this.baseline = Side.of(baseline, pairs.withFirst(first).keySet());
        this.variant =
                variant.map(session -> Side.of(session, pairs.withFirst(first).values()));
        this.hints = hints;
        this.settings = settings;
        this.flipped = flipped;
    }

    /** Fails with DATASET_LABEL_OUT_OF_RANGE on a label that is no index into the last axis of the first output. */
    public PairedResult evaluate(BoundDataset data, ProgressMeter progress) {
        return evaluate(data, "evaluate", data.samples(), 0, progress);
    }

    /**
     * As above on the first samples, as the named stage.
     *
     * @param fewest samples, where there are as many
     * @param answers that each output with classes or sequences is to have given, where there are samples for it
     */
    public PairedResult evaluate(BoundDataset data, String stage, long fewest, long answers, ProgressMeter progress) {
        long total = Math.min(fewest, data.samples());
        progress.begin(stage, total);
        var labels = new Comparison();
        var agreements = new OutputAgreements(baseline.session(), pairs.slots(), hints);
        var recorder = new AnswerRecorder(data.truth(), settings, first, pairs.detector());
        try (Batches batches = data.batches((int) Math.clamp(total, 1, batchSize(data)))) {
            for (long done = 0; done < total && batches.hasNext(); ) {
                Batch batch = batches.next();
                int fed = data.requiredBatchSize().orElse(batch.size());
                Map<String, TensorData> expected = baseline.answer(batch);
                if (batch.first() == 0 && Comparison.hasScores(expected.get(first))) {
                    data.checkLabels(Comparison.classes(expected.get(first), fed));
                }
                compare(batch, fed, expected, labels, agreements, recorder);
                done = batch.first() + batch.size();
                if (done >= total && total == fewest && fewest < Math.min(answers, data.samples())) {
                    total = Math.min(data.samples(), agreements.samplesFor(answers, done));
                    progress.begin(stage, total);
                }
                progress.advanceTo(Math.min(done, total));
            }
        }
        boolean isCompared = variant.isPresent();
        return labels.result(isCompared ? agreements.result() : List.of())
                .withAnswers(new MeasuredAnswers(recorder.answers(isCompared ? agreements.answers() : List.of())));
    }

    private void compare(
            Batch batch,
            int fed,
            Map<String, TensorData> expected,
            Comparison labels,
            OutputAgreements agreements,
            AnswerRecorder recorder) {
        if (variant.isEmpty()) {
            judge(batch, fed, expected, expected, labels, recorder);
            return;
        }
        Map<String, TensorData> actual = pairs.asInBaseline(variant.get().answer(batch), first);
        pairs.checkShapes(expected, actual);
        judge(batch, fed, expected, actual, labels, recorder);
        agreements.add(batch, fed, expected, actual);
        flipped.ifPresent(samples -> samples.add(batch, fed, expected.get(first), actual.get(first)));
    }

    private void judge(
            Batch batch,
            int fed,
            Map<String, TensorData> expected,
            Map<String, TensorData> actual,
            Comparison labels,
            AnswerRecorder recorder) {
        if (AnswerRecorder.areSequences(batch, fed, expected.get(first))) {
            labels.addSequences(batch);
        } else {
            labels.add(batch, fed, expected.get(first), actual.get(first));
        }
        recorder.add(batch, fed, expected, actual);
    }

    private int batchSize(BoundDataset data) {
        return (int)
                Math.clamp(MEMORY_BUDGET_BYTES / Math.max(1, baseline.run().bytesPerSample()), 1, BatchSize.of(data));
    }

    @Override
    public void close() {
        baseline.close();
        variant.ifPresent(Side::close);
    }

    private static void checkSameInputs(ModelSession baseline, ModelSession variant) {
        boolean same = new HashSet<>(baseline.inputs().stream()
                        .map(PairedEvaluation::signature)
                        .toList())
                .equals(new HashSet<>(variant.inputs().stream()
                        .map(PairedEvaluation::signature)
                        .toList()));
        if (!same) {
            throw new NarrowgaugeException(
                    ErrorCode.MODEL_INVALID,
                    "Baseline and variant take different inputs; names and kinds of numbers must be equal to compare them.");
        }
    }

    private static String signature(TensorSlot slot) {
        return (slot.isFloat() ? "FLOAT" : slot.type()) + " " + slot.name();
    }
}
