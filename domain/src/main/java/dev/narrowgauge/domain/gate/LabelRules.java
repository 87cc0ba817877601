package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.profile.SpeedInsight;
import dev.narrowgauge.domain.variant.Precision;
import dev.narrowgauge.domain.variant.WeightTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Whether a variant is of the precision that it is said to have: by what its file stores, and by the kernels that ran. Either
 * can break the rule; without the kernels nothing keeps it, as they alone tell what is computed.
 */
final class LabelRules {
    private static final Set<String> INTEGERS =
            Set.of("int2", "uint2", "int4", "uint4", "int8", "uint8", "int16", "uint16");

    private final Rule rule;
    private final Precision precision;
    private final WeightTypes weights;
    private final SpeedInsight insight;

    private LabelRules(Rule rule, Evidence.Measured measured) {
        this.rule = rule;
        this.precision = measured.precision();
        this.weights = measured.further().weights();
        this.insight = measured.further().insight();
    }

    static RuleOutcome truth(Rule rule, Evidence.Measured measured) {
        return new LabelRules(rule, measured).outcome();
    }

    private RuleOutcome outcome() {
        boolean areBytesKnown = weights != null && weights.all() > 0;
        boolean bytesBreak = areBytesKnown && weights.of(this::isOfPrecision) == 0;
        boolean kernelsKeep = insight != null && isComputed();
        boolean areKernelsKnown =
                kernelsKeep || insight != null && (precision == Precision.INT8 || insight.hasEveryPart());
        boolean kernelsBreak = areKernelsKnown && !kernelsKeep;
        if (!bytesBreak && insight == null) {
            return Judgement.invalid(rule, FurtherLook.PROFILE.missing("on what kernels it ran"));
        }
        if (!bytesBreak && !areKernelsKnown) {
            return Judgement.outcome(
                    rule,
                    null,
                    Verdict.INCONCLUSIVE,
                    "It is called %s, and of the parts of the model that were kept none computes with %s; others may."
                            .formatted(precision.label(), numbers()));
        }
        List<String> found = new ArrayList<>(List.of("It is called " + precision.label()));
        if (areKernelsKnown) {
            found.add(
                    (kernelsKeep ? "has kernels that compute with " : "has no kernel that computes with ") + numbers());
        }
        if (areBytesKnown) {
            found.add("stores %s of its %s weights as %s"
                    .formatted(
                            bytesBreak ? "none" : Numbers.count(weights.of(this::isOfPrecision)),
                            Numbers.count(weights.all()),
                            numbers()));
        }
        int contradictions = (bytesBreak ? 1 : 0) + (kernelsBreak ? 1 : 0);
        return Judgement.exact(
                rule,
                contradictions,
                String.join(", and ", found) + ": contradictions",
                count -> String.valueOf((long) count));
    }

    private boolean isComputed() {
        return precision == Precision.INT8
                ? insight.variant().integerKernels() > 0
                : insight.parts().stream()
                        .anyMatch(part -> part.variant() != null
                                && part.variant().elementType().equals(numbers()));
    }

    private boolean isOfPrecision(String type) {
        return precision == Precision.INT8 ? INTEGERS.contains(type) : type.equals(numbers());
    }

    /** But for integers as ONNX names the type. */
    private String numbers() {
        return switch (precision) {
            case INT8 -> "integers";
            case FP16 -> "float16";
            case BF16 -> "bfloat16";
            case FP32 -> "float";
        };
    }
}
