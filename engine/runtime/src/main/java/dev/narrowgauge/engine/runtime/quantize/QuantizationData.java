package dev.narrowgauge.engine.runtime.quantize;

import dev.narrowgauge.domain.dataset.AnswerSettings;
import dev.narrowgauge.domain.dataset.StateSettings;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.dataset.InputSpec;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import dev.narrowgauge.engine.onnx.dataset.SampleSplit;
import dev.narrowgauge.engine.onnx.dataset.SampleSummary;
import dev.narrowgauge.engine.onnx.dataset.SeparateBoundDataset;
import dev.narrowgauge.engine.onnx.model.OnnxModel;
import dev.narrowgauge.engine.quantizer.preparation.DefaultInputs;
import dev.narrowgauge.engine.runtime.files.SampleSource;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The samples of one quantization: fitting the model, and once {@link #requireChecked} has returned, finite and none of
 * them used for both purposes. That takes a pass over all of them, which goes on beside what is done meanwhile. Where the
 * recipe holds samples out, those are no calibration samples, and take the place of evaluation samples that are not there.
 */
final class QuantizationData implements AutoCloseable {
    private final Optional<SampleSource> calibrationSource;
    private final Optional<SampleSource> evaluationSource;
    private final Optional<SampleSet> calibrationSet;
    private final Optional<SampleSet> evaluationSet;
    private final boolean holdOut;
    private final FutureTask<Void> check = new FutureTask<>(this::check, null);
    private List<InputSpec> inputs = List.of();
    private boolean alone;

    private QuantizationData(
            Optional<SampleSource> calibration, Optional<SampleSource> evaluation, boolean holdOut, OnnxModel model) {
        this.calibrationSource = calibration;
        this.evaluationSource = evaluation;
        this.calibrationSet = calibration.map(source -> source.open(model));
        this.evaluationSet = evaluation.map(source -> source.open(model));
        this.holdOut = holdOut;
    }

    /**
     * Fails with a DATASET_* code.
     *
     * @param holdOut whether some of the calibration samples are kept back
     */
    static QuantizationData open(
            Optional<SampleSource> calibration, Optional<SampleSource> evaluation, boolean holdOut, OnnxModel model) {
        var data = new QuantizationData(calibration, evaluation, holdOut, model);
        try {
            data.bind(model);
            data.calibration();
            data.evaluation();
            Thread.ofPlatform().daemon().name("check-samples").start(data.check);
            return data;
        } catch (RuntimeException e) {
            data.check.cancel(false);
            data.close();
            throw e;
        }
    }

    private void bind(OnnxModel model) {
        Set<String> fed = new HashSet<>(DefaultInputs.of(model.proto()));
        fed.removeIf(input -> !isFed(input));
        OnnxModel required = model.withProto(DefaultInputs.require(model.proto(), fed));
        inputs = required.describe().inputs().stream().map(InputSpec::of).toList();
    }

    private boolean isFed(String input) {
        List<SampleSet> given = Stream.of(calibrationSet, evaluationSet)
                .flatMap(Optional::stream)
                .toList();
        return !given.isEmpty()
                && given.stream()
                        .allMatch(set -> set.arrays().stream()
                                .anyMatch(array -> array.name().equals(input)));
    }

    /** Whether samples are fed one at a time from now on. */
    void feedAlone(boolean separately) {
        alone = separately;
    }

    /** What a reader of the report has to know of how they were fed, a sentence each. */
    List<String> remarks() {
        return alone
                ? List.of(
                        "Samples were run one at a time: what the model answers to one depends on the others of its batch.")
                : List.of();
    }

    private BoundDataset bound(SampleSet set) {
        BoundDataset bound = set.bind(inputs);
        return alone ? new SeparateBoundDataset(bound) : bound;
    }

    /** The names of the inputs that the samples feed. */
    Set<String> inputNames() {
        return inputs.stream().map(InputSpec::name).collect(Collectors.toSet());
    }

    Optional<BoundDataset> calibration() {
        Optional<BoundDataset> all = calibrationSet.map(this::bound);
        return holdOut ? all.map(set -> SampleSplit.of(set).used()) : all;
    }

    Optional<BoundDataset> evaluation() {
        return evaluationSet.map(this::bound);
    }

    /** Samples that the variant was not made with: those for evaluation, or else those that were held out. */
    Optional<BoundDataset> unused() {
        Optional<BoundDataset> given = evaluation();
        return given.isPresent() || !holdOut
                ? given
                : calibrationSet.flatMap(set -> SampleSplit.of(bound(set)).held());
    }

    /** All samples of a set, as those that were held out of one do not follow each other. */
    Optional<BoundDataset> inOrder() {
        return evaluation().or(() -> calibrationSet.map(this::bound));
    }

    /** What was declared of states that are fed back from one of {@link #inOrder} to the next. */
    StateSettings state() {
        return evaluationSource
                .or(() -> calibrationSource)
                .map(source -> source.dataSettings().state())
                .orElse(StateSettings.NONE);
    }

    /** How outputs are read where they are held against what is right. */
    AnswerSettings answers() {
        return evaluationSource.map(source -> source.dataSettings().answers()).orElse(AnswerSettings.NONE);
    }

    /** Waits for the check. Fails with the DATASET_* code of what it found. */
    void requireChecked() {
        try {
            check.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        awaitEndOfCheck();
        calibrationSet.ifPresent(SampleSet::close);
        evaluationSet.ifPresent(SampleSet::close);
    }

    /** The check reads what is about to be closed. */
    private void awaitEndOfCheck() {
        try {
            check.get();
        } catch (ExecutionException | CancellationException | InterruptedException e) {
            // Somebody has been told, or something else went wrong before.
        }
    }

    /** Null where there are no calibration samples. */
    String calibrationSha256() throws IOException {
        return calibrationSet.isEmpty() ? null : calibrationSource.orElseThrow().sha256(calibrationSet.get());
    }

    /** Null where there are no evaluation samples. */
    String evaluationSha256() throws IOException {
        return evaluationSet.isEmpty() ? null : evaluationSource.orElseThrow().sha256(evaluationSet.get());
    }

    /** Of each calibration sample, sorted; none without a set. */
    long[] calibrationDigests() {
        return calibrationSet.stream()
                .flatMap(set -> set.describe().sampleDigests().stream())
                .mapToLong(Long::longValue)
                .toArray();
    }

    /** Fails when an evaluation sample is one of those. */
    void requireUnused(long[] digests) {
        Optional<SampleSummary> evaluation = evaluationSet.map(SampleSet::describe);
        if (evaluation.isEmpty() || digests.length == 0) {
            return;
        }
        Set<Long> used = LongStream.of(digests).boxed().collect(Collectors.toSet());
        long shared =
                evaluation.get().sampleDigests().stream().filter(used::contains).count();
        if (shared > 0) {
            throw new NarrowgaugeException(
                    ErrorCode.DATASETS_OVERLAP,
                    shared + " of the " + evaluation.get().samples()
                            + " evaluation samples are calibration samples as well; accuracy on them proves nothing. "
                            + "Use other samples for one of the two.");
        }
    }

    private void check() {
        // Describing a set also checks its values, so each is described whether or not there are two to compare.
        requireUnused(calibrationDigests());
    }
}
