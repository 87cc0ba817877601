package dev.narrowgauge.cli.gate;

import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.OnnxModelDescription;
import dev.narrowgauge.engine.onnx.model.ValueInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A policy to begin with, commented for whoever changes it: the standard one, spelled out for one model. */
final class PolicyTemplate {
    private static final int LONGEST_NAME = 60;
    private static final Set<ElementType> SCORES =
            Set.of(ElementType.FLOAT, ElementType.FLOAT16, ElementType.BFLOAT16, ElementType.DOUBLE);

    private static final String RULE = """
            - id: accuracy
              metric: accuracy.top1.loss
              max: 0.01
              confidence: 0.95
            """;

    private PolicyTemplate() {}

    /** @param model that the policy is for; empty where none is given */
    static String of(Optional<OnnxModelDescription> model) {
        return """
                # What a variant of the model has to keep to be shipped: 'narrowgauge gate' judges by this file.
                # docs/policies.md has every key; 'narrowgauge gate lint narrowgauge-gate.yaml' says what is wrong.
                %sversion: 1

                # The precisions that decide. The others are measured and reported. FP32 is what they are held against.
                gate: [int8]

                # A rule fails where its test shows that the limit is broken, passes where it shows that it is kept, and is
                # inconclusive in between; 'confidence' is how sure the test has to be.
                rules:
                %s
                  # The error of the outputs against those of FP32: 1 is the standard limit, 0.5 half of that error. Where
                  # labels judge the first output, it is about the others.
                  - id: agreement
                    metric: accuracy.agreement
                    max: 1

                  # The median latency as a ratio to that of FP32: 1 is no slower, 0.8 takes a fifth off it.
                  - id: latency
                    metric: latency.p50.ratio
                    max: 1

                  # The size of the file as a ratio to that of FP32.
                  # - id: size
                  #   metric: size.ratio
                  #   max: 0.5

                # The longest time that a job waits for a machine. Then it fails, and the verdict is INVALID.
                maxWait: 1h
                """.formatted(
                        model.map(PolicyTemplate::seen).orElse(""), top1(model.map(OnnxModelDescription::outputs)));
    }

    private static String seen(OnnxModelDescription model) {
        StringBuilder seen = new StringBuilder("#\n");
        model.outputs()
                .forEach(output -> seen.append("# Output %s: %s %s\n"
                        .formatted(name(output), output.elementType().name().toLowerCase(Locale.ROOT), output.dims())));
        if (model.quantized()) {
            seen.append("# The model has quantized operators: give the float model that it was made from.\n");
        }
        return seen.append("\n").toString();
    }

    /** Whatever the name holds, the comment ends with its line. */
    private static String name(ValueInfo value) {
        String plain = value.name().replaceAll("[^\\p{Alnum}_./:-]", "?");
        return plain.length() > LONGEST_NAME ? plain.substring(0, LONGEST_NAME) + "..." : plain;
    }

    private static String top1(Optional<List<ValueInfo>> outputs) {
        boolean applies = outputs.isEmpty()
                || outputs.get().isEmpty()
                || isOfClasses(outputs.get().getFirst());
        List<String> lines = new ArrayList<>(List.of(
                "# The share of top-1 that may be lost: 0.01 is one point. It needs labels in the evaluation data; without",
                "# them it is not applied, and the verdict says so."));
        if (!applies) {
            lines.add("# The first output does not look like scores of classes, so it is left out.");
        }
        RULE.lines().map(line -> applies ? line : "# " + line).forEach(lines::add);
        return lines.stream().map(line -> "  " + line + "\n").collect(Collectors.joining());
    }

    /** Scores, one for each class, in the last dimension. */
    private static boolean isOfClasses(ValueInfo output) {
        return SCORES.contains(output.elementType())
                && output.dims().size() == 2
                && (output.dims().getLast() < 0 || output.dims().getLast() > 1);
    }
}
