package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.gate.FurtherEvidence.RuntimeRun;
import dev.narrowgauge.domain.stats.Interval;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** On which versions of ONNX Runtime the bytes of a variant were measured to the end. */
final class RuntimeRules {
    /** Of {@link Evidence.Device#software}. */
    private static final String RUNTIME = "runtime";

    private RuntimeRules() {}

    static RuleOutcome range(Rule rule, Evidence.Measured measured) {
        List<String> verified = verified(measured);
        List<String> missing = rule.versions().stream()
                .filter(asked -> verified.stream().noneMatch(version -> isOf(version, asked)))
                .toList();
        String seen = verified.isEmpty()
                ? "On what ONNX Runtime it was measured is not known"
                : "It was measured on ONNX Runtime " + String.join(", ", verified);
        if (!missing.isEmpty()) {
            return Judgement.invalid(
                    rule,
                    "%s, and not on %s: measure the same file there, by an agent that has that version."
                            .formatted(seen, String.join(", ", missing)));
        }
        return Judgement.outcome(
                rule, Interval.exactly(0), Verdict.PASS, "%s: all that the rule asks for.".formatted(seen));
    }

    private static List<String> verified(Evidence.Measured measured) {
        Stream<String> own = Stream.ofNullable(measured.device().software().get(RUNTIME));
        Stream<String> others = measured.further().runtimes().stream().map(RuntimeRun::version);
        return List.copyOf(new TreeSet<>(Stream.concat(own, others).toList()));
    }

    private static boolean isOf(String version, String asked) {
        return version.equals(asked) || version.startsWith(asked + ".");
    }
}
