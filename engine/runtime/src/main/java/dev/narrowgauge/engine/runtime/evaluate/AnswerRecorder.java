package dev.narrowgauge.engine.runtime.evaluate;

import dev.narrowgauge.domain.accuracy.AgreementAnswers;
import dev.narrowgauge.domain.accuracy.AnswerSet;
import dev.narrowgauge.domain.accuracy.PairedAnswers;
import dev.narrowgauge.domain.dataset.AnswerSettings;
import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.onnx.dataset.SampleTruth;
import dev.narrowgauge.engine.runtime.session.TensorData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes down what both models answer to what the dataset says is right, sample by sample: a few numbers for each, so that
 * every measure and its interval can be made from them, here and wherever they are verified.
 */
final class AnswerRecorder {
    /** A model with a cache has dozens, which all say the same. */
    private static final int MOST_OUTPUTS = 8;

    private final SampleTruth truth;
    private final String first;
    private final ClassColumns classes = new ClassColumns();
    private final SequenceColumns sequences;
    private final ValueColumns values;
    private final NeighbourColumns neighbours;
    private final Optional<DetectionColumns> detections;
    private int samples;

    /**
     * @param first output, which everything but boxes is of
     * @param detector empty where the model is none
     */
    AnswerRecorder(SampleTruth truth, AnswerSettings settings, String first, Optional<DetectionOutputs> detector) {
        this.truth = truth;
        this.first = first;
        this.sequences = new SequenceColumns(settings);
        this.values = new ValueColumns(truth);
        this.neighbours = new NeighbourColumns(truth);
        this.detections = detector.filter(_ -> DetectionColumns.areBoxes(truth))
                .map(outputs -> new DetectionColumns(truth, outputs, settings.boxes()));
    }

    /**
     * Whether the labels of a sample are a sequence that its steps have to be decoded to: several, and not one for each step.
     *
     * @param fed number of samples in the tensor
     */
    static boolean areSequences(Batch batch, int fed, TensorData output) {
        int labels = batch.labels().size() / batch.size();
        if (labels < 2 || !Comparison.hasScores(output)) {
            return false;
        }
        OutputLayout layout = OutputLayout.of(output.dims(), fed, -1);
        boolean isOfSteps = layout.dims().stream().filter(dim -> dim > 1).count() == 2 && layout.samples() == fed;
        return isOfSteps && layout.size() / layout.classes() != labels;
    }

    /** @param fed number of samples in the tensors; those beyond {@code batch.size()} are padding */
    void add(Batch batch, int fed, Map<String, TensorData> expected, Map<String, TensorData> actual) {
        TensorData before = expected.get(first);
        TensorData after = actual.get(first);
        boolean isSameShape = before.dims().equals(after.dims());
        samples += batch.size();
        if (!batch.labels().isEmpty() && isSameShape) {
            addLabelled(batch, fed, before, after);
        }
        OutputLayout layout = OutputLayout.of(before.dims(), fed, -1);
        for (int place = 0; place < batch.size(); place++) {
            int here = place;
            detections.ifPresent(boxes -> boxes.add(batch.first() + here, here, fed, expected, actual));
            if (!isSameShape || layout.samples() != fed) {
                continue;
            }
            if (truth.hasTargets() && detections.isEmpty()) {
                values.add(batch.first() + place, place, layout, before, after);
            }
            if (truth.items().length > 0) {
                neighbours.add(place, layout, before, after);
            }
        }
    }

    private void addLabelled(Batch batch, int fed, TensorData before, TensorData after) {
        if (!areSequences(batch, fed, before)) {
            int count = Comparison.classes(before, fed);
            for (int i = 0; i < batch.labels().size(); i++) {
                classes.add(batch.labels().get(i), before, after, i, count);
            }
            return;
        }
        OutputLayout layout = OutputLayout.of(before.dims(), fed, -1);
        int each = batch.labels().size() / batch.size();
        for (int place = 0; place < batch.size(); place++) {
            List<Integer> right = batch.labels().subList(place * each, (place + 1) * each).stream()
                    .filter(label -> label >= 0)
                    .map(Math::toIntExact)
                    .toList();
            sequences.add(right, path(before, layout, place), path(after, layout, place), layout.classes());
        }
    }

    /** The best class of each step, the first one of equals. */
    private static int[] path(TensorData output, OutputLayout layout, int place) {
        int classes = layout.classes();
        int[] path = new int[layout.size() / classes];
        for (int step = 0; step < path.length; step++) {
            for (int i = 1; i < classes; i++) {
                double most = output.value(layout.index(place, step * classes + path[step]));
                path[step] = output.value(layout.index(place, step * classes + i)) > most ? i : path[step];
            }
        }
        return path;
    }

    /** @param agreements of the outputs with the baseline's */
    AnswerSet answers(List<AgreementAnswers> agreements) {
        List<PairedAnswers> all = new ArrayList<>();
        detections.flatMap(DetectionColumns::answers).ifPresent(all::add);
        sequences.answers().ifPresent(all::add);
        classes.answers(samples).ifPresent(all::add);
        values.answers().ifPresent(all::add);
        neighbours.answers().ifPresent(all::add);
        all.addAll(agreements.subList(0, Math.min(MOST_OUTPUTS, agreements.size())));
        // An output without an axis for samples, or one whose shape follows from the values, is not told by samples.
        return new AnswerSet(
                all.stream().filter(answers -> answers.samples() == samples).toList(),
                seen(truth.groups()),
                truth.groupNames(),
                seen(truth.clusters()));
    }

    /** Of the samples that were run, which may be only the first ones. */
    private int[] seen(int[] ofAll) {
        return Arrays.copyOf(ofAll, Math.min(ofAll.length, samples));
    }
}
