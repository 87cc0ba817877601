package dev.narrowgauge.engine.runtime.evaluate;

import dev.narrowgauge.domain.accuracy.Boxes;
import dev.narrowgauge.domain.accuracy.DetectionAnswers;
import dev.narrowgauge.domain.accuracy.PairedAnswers;
import dev.narrowgauge.domain.dataset.AnswerSettings.BoxFormat;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.dataset.SampleTruth;
import dev.narrowgauge.engine.runtime.session.TensorData;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Boxes that both models find, beside the right ones. A right one is a row of {@code targets}: class, left, top, width and
 * height in pixels, then maybe the area and whether it is a crowd; rows with a negative class fill up.
 */
final class DetectionColumns {
    private static final int CLASS_AND_PLACE = 5;
    private static final int AREA = 5;
    private static final int CROWD = 6;

    private final SampleTruth truth;
    private final DetectionOutputs outputs;
    private final BoxFormat format;
    private final Found right = new Found();
    private final IntColumn crowds = new IntColumn();
    private final Found baseline = new Found();
    private final Found variant = new Found();
    private int samples;

    /** Boxes one after the other. */
    private static final class Found {
        private final IntColumn images = new IntColumn();
        private final IntColumn categories = new IntColumn();
        private final FloatColumn places = new FloatColumn();
        private final FloatColumn values = new FloatColumn();

        void add(int image, int category, double left, double top, double width, double height, double value) {
            images.add(image);
            categories.add(category);
            places.add(left);
            places.add(top);
            places.add(width);
            places.add(height);
            values.add(value);
        }

        Boxes boxes() {
            return new Boxes(images.toArray(), categories.toArray(), places.toArray(), values.toArray());
        }
    }

    DetectionColumns(SampleTruth truth, DetectionOutputs outputs, BoxFormat format) {
        this.truth = truth;
        this.outputs = outputs;
        this.format = format;
    }

    /** Whether the right numbers of a dataset are boxes. */
    static boolean areBoxes(SampleTruth truth) {
        List<Long> dims = truth.targetDims();
        return dims.size() == 2 && dims.getLast() >= CLASS_AND_PLACE && dims.getLast() <= CROWD + 1;
    }

    /**
     * @param sample place in the dataset
     * @param place place in the tensors, of {@code fed}
     */
    void add(long sample, int place, int fed, Map<String, TensorData> expected, Map<String, TensorData> actual) {
        addRight(sample);
        add(baseline, place, fed, expected);
        add(variant, place, fed, actual);
        samples++;
    }

    private void addRight(long sample) {
        int width = Math.toIntExact(truth.targetDims().getLast());
        int each = truth.targetsPerSample();
        float[] numbers = truth.targets();
        for (int row = 0; row < each / width; row++) {
            int from = Math.toIntExact(sample * each) + row * width;
            if (numbers[from] < 0) {
                continue;
            }
            double area = width > AREA ? numbers[from + AREA] : (double) numbers[from + 3] * numbers[from + 4];
            right.add(
                    samples,
                    (int) numbers[from],
                    numbers[from + 1],
                    numbers[from + 2],
                    numbers[from + 3],
                    numbers[from + 4],
                    area);
            crowds.add(width > CROWD && numbers[from + CROWD] != 0 ? 1 : 0);
        }
    }

    private void add(Found found, int place, int fed, Map<String, TensorData> given) {
        TensorData boxes = given.get(outputs.boxes());
        TensorData scores = given.get(outputs.scores());
        TensorData classes = given.get(outputs.classes());
        int count = scores.elements() / fed;
        if (boxes.elements() != Boxes.NUMBERS * scores.elements()
                || classes.elements() != scores.elements()
                || scores.elements() % fed != 0) {
            throw new NarrowgaugeException(
                    ErrorCode.DATASET_SHAPE_MISMATCH,
                    "The dataset has right boxes in 'targets', but the outputs %s of the model have the shapes %s, %s and %s; there must be four numbers, a score and a class for each box."
                            .formatted(outputs.names(), boxes.dims(), scores.dims(), classes.dims()));
        }
        for (int i = place * count; i < (place + 1) * count; i++) {
            double score = scores.value(i);
            double category = classes.value(i);
            // Rows that fill up have no score, or no class.
            if (score > 0 && category >= 0) {
                add(found, boxes, i, (int) category, score);
            }
        }
    }

    private void add(Found found, TensorData boxes, int box, int category, double score) {
        double first = boxes.value(Boxes.NUMBERS * box);
        double second = boxes.value(Boxes.NUMBERS * box + 1);
        double third = boxes.value(Boxes.NUMBERS * box + 2);
        double fourth = boxes.value(Boxes.NUMBERS * box + 3);
        switch (format) {
            case CORNERS -> found.add(samples, category, first, second, third - first, fourth - second, score);
            case SIZE -> found.add(samples, category, first, second, third, fourth, score);
            case CENTER -> found.add(samples, category, first - third / 2, second - fourth / 2, third, fourth, score);
        }
    }

    Optional<PairedAnswers> answers() {
        return samples == 0
                ? Optional.empty()
                : Optional.of(new DetectionAnswers(
                        samples, right.boxes(), crowds.toArray(), baseline.boxes(), variant.boxes()));
    }
}
