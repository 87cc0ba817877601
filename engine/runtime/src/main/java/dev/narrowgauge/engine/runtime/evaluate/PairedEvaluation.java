package dev.narrowgauge.engine.runtime.evaluate;

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
import java.util.HashSet;
import java.util.Optional;

/** Runs a baseline and a variant over the same batches, in memory that does not grow with the number of samples. */
public final class PairedEvaluation implements AutoCloseable {
    /** Large enough to occupy all cores, small enough that activations stay in the caches. */
    private static final int BATCH_SIZE = 16;

    private final Side baseline;
    private final Optional<Side> variant;

    /** A model with what it is fed, which is in its own types. */
    private record Side(BoundRun run, BatchFeed feed) implements AutoCloseable {
        static Side of(ModelSession session) {
            return new Side(BoundRun.ofFirst(session), new BatchFeed(session));
        }

        TensorData answer(Batch batch) {
            feed.take(batch);
            return run.runFirst(feed);
        }

        @Override
        public void close() {
            feed.close();
            run.close();
        }
    }

    /** @param variant empty to look at the baseline alone */
    public PairedEvaluation(ModelSession baseline, Optional<ModelSession> variant) {
        variant.ifPresent(other -> checkSameInputs(baseline, other));
        this.baseline = Side.of(baseline);
        this.variant = variant.map(Side::of);
    }

    /** Fails with DATASET_LABEL_OUT_OF_RANGE on a label that is no index into the last axis of the first output. */
    public PairedResult evaluate(BoundDataset data, ProgressMeter progress) {
        return evaluate(data, "evaluate", data.samples(), progress);
    }

    /** As above on the first samples, at least that many where there are, as the named stage. */
    public PairedResult evaluate(BoundDataset data, String stage, long atLeast, ProgressMeter progress) {
        long total = Math.min(atLeast, data.samples());
        progress.begin(stage, total);
        var comparison = new Comparison();
        try (Batches batches = data.batches(BATCH_SIZE)) {
            for (long done = 0; done < total && batches.hasNext(); ) {
                Batch batch = batches.next();
                TensorData expected = baseline.answer(batch);
                if (batch.first() == 0) {
                    data.checkLabels(Comparison.classes(expected));
                }
                TensorData actual = variant.map(side -> side.answer(batch)).orElse(expected);
                checkSameShape(expected, actual);
                comparison.add(batch, data.requiredBatchSize().orElse(batch.size()), expected, actual);
                done = batch.first() + batch.size();
                progress.advanceTo(Math.min(done, total));
            }
        }
        return comparison.result();
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

    private static void checkSameShape(TensorData expected, TensorData actual) {
        if (!expected.dims().equals(actual.dims())) {
            throw new NarrowgaugeException(
                    ErrorCode.MODEL_INVALID,
                    "The first output of the baseline has shape " + expected.dims() + ", that of the variant "
                            + actual.dims() + "; they must be equal to compare them.");
        }
    }
}
