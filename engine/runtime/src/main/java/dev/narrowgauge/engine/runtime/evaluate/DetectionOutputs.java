package dev.narrowgauge.engine.runtime.evaluate;

import ai.onnxruntime.OnnxJavaType;
import dev.narrowgauge.engine.runtime.session.TensorSlot;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The outputs of a detector that says what it found: for each box four numbers, a score and a class. They are known by their
 * names.
 */
record DetectionOutputs(String boxes, String scores, String classes) {
    private static final Pattern BOXES = Pattern.compile("box", Pattern.CASE_INSENSITIVE);
    private static final Pattern SCORES = Pattern.compile("score|confidence", Pattern.CASE_INSENSITIVE);
    private static final Pattern CLASSES = Pattern.compile("label|class|categor", Pattern.CASE_INSENSITIVE);
    private static final long NUMBERS = 4;

    /** Empty where the model is no detector, or one whose boxes still have to be made of its outputs. */
    static Optional<DetectionOutputs> of(List<TensorSlot> outputs) {
        Optional<String> boxes = named(outputs, BOXES, DetectionOutputs::hasFourNumbers);
        Optional<String> scores =
                named(outputs, SCORES, slot -> !BOXES.matcher(slot.name()).find());
        Optional<String> classes = named(
                outputs,
                CLASSES,
                slot -> !BOXES.matcher(slot.name()).find()
                        && !SCORES.matcher(slot.name()).find());
        return boxes.isEmpty() || scores.isEmpty() || classes.isEmpty()
                ? Optional.empty()
                : Optional.of(new DetectionOutputs(boxes.get(), scores.get(), classes.get()));
    }

    private static Optional<String> named(List<TensorSlot> outputs, Pattern name, Predicate<TensorSlot> fits) {
        return outputs.stream()
                .filter(slot -> slot.type() != OnnxJavaType.STRING
                        && name.matcher(slot.name()).find())
                .filter(fits)
                .map(TensorSlot::name)
                .findFirst();
    }

    private static boolean hasFourNumbers(TensorSlot slot) {
        List<Long> dims = slot.dims();
        return dims.size() >= 2 && (dims.getLast() == NUMBERS || dims.getLast() < 0);
    }

    List<String> names() {
        return List.of(boxes, scores, classes);
    }
}
