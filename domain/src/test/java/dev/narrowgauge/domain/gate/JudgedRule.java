package dev.narrowgauge.domain.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A rule held against one variant. */
final class JudgedRule {
    private JudgedRule() {}

    /** As the document says it, which follows from its evidence. */
    static RuleOutcome judged(Map<String, Object> rule, Evidence.Measured measured) {
        Map<String, Object> map = new HashMap<>();
        map.put("gate", List.of("int8", "fp16"));
        map.put("rules", List.of(rule));
        Policy policy = Policy.fromMap(map);
        Gate gate = new Gate(policy);
        List<Row> rows = gate.rows(List.of(measured));
        Recomputation made = Recomputation.of(rows, gate.verdict(rows), policy);
        assertThat(made.differences()).isEmpty();
        assertThat(made.rows()).isEqualTo(rows);
        return rows.getLast().rules().getFirst();
    }
}
