package dev.narrowgauge.checks.judge;

import dev.narrowgauge.domain.decision.OutputKind;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a variant makes of samples, held against what the original makes of them; counted without the product's help. */
public record Agreement(List<OutputJudgement> outputs) {
    /** @param kinds of the outputs to judge, by name; others are left alone */
    public static Agreement of(Path original, Path variant, Path samples, Map<String, OutputKind> kinds) {
        Map<String, OutputCount> counts = new LinkedHashMap<>();
        kinds.forEach((output, kind) -> counts.put(output, new OutputCount(output, kind)));
        ModelRun.forEach(List.of(original, variant), samples, (outputs, labels) -> {
            Map<String, OutputValues> expected = outputs.getFirst();
            Map<String, OutputValues> actual = outputs.getLast();
            counts.forEach((output, count) -> count.add(expected.get(output), actual.get(output), labels));
        });
        return new Agreement(
                counts.values().stream().map(OutputCount::judgement).toList());
    }

    /** Sentences about the limits that are broken; none where all are kept. */
    public List<String> broken() {
        return outputs.stream().flatMap(output -> output.broken().stream()).toList();
    }

    public boolean kept() {
        return broken().isEmpty();
    }

    public String measure() {
        return outputs.getFirst().measure();
    }

    /** Of the output that fares worst; null where nothing differs. */
    public Double sqnrDb() {
        return outputs.stream()
                .map(OutputJudgement::sqnrDb)
                .filter(decibel -> decibel != null)
                .min(Double::compare)
                .orElse(null);
    }
}
