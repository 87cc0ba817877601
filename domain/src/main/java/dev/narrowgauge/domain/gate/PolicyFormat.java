package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.settings.DocumentKind;
import dev.narrowgauge.domain.settings.Section;
import dev.narrowgauge.domain.settings.Stored;
import dev.narrowgauge.domain.variant.Precision;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How people spell a policy in JSON or YAML; what they leave out is as in {@link Policy#standard()}. */
final class PolicyFormat {
    private static final DocumentKind KIND =
            new DocumentKind("policy", ErrorCode.POLICY_UNKNOWN_KEY, ErrorCode.POLICY_INVALID_VALUE);

    private PolicyFormat() {}

    static Policy read(Map<String, ?> map) {
        return policy(Section.document(KIND, PolicyKeys.ALL, map));
    }

    static Stored<Policy> readStored(Map<String, Object> map) {
        return Stored.<Policy>newer(KIND, Policy.VERSION, map)
                .orElseGet(
                        () -> policy(Section.stored(KIND, PolicyKeys.ALL, map)).toStored());
    }

    private static Policy policy(Section root) {
        Policy standard = Policy.standard();
        Set<Precision> gate = root.get(PolicyKeys.GATE).map(Set::copyOf).orElse(standard.gate());
        List<Rule> rules = root.get(PolicyKeys.RULES).map(PolicyFormat::rules).orElse(standard.rules());
        root.raise();
        return new Policy(Policy.VERSION, gate, rules, root.value(PolicyKeys.MAX_WAIT));
    }

    static Map<String, Object> write(Policy policy) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(PolicyKeys.VERSION.name(), policy.version());
        map.put(
                PolicyKeys.GATE.name(),
                policy.gate().stream().sorted().map(Precision::label).toList());
        map.put(
                PolicyKeys.RULES.name(),
                policy.rules().stream().map(PolicyFormat::write).toList());
        map.put(PolicyKeys.MAX_WAIT.name(), Section.spelled(policy.maxWait()));
        return map;
    }

    private static Map<String, Object> write(Rule rule) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(PolicyKeys.ID.name(), rule.id());
        map.put(PolicyKeys.METRIC.name(), rule.metric().label());
        map.put(PolicyKeys.MAX.name(), rule.max());
        map.put(PolicyKeys.CONFIDENCE.name(), rule.confidence());
        return map;
    }

    /** Those that have no fault. */
    private static List<Rule> rules(List<Section> sections) {
        List<Rule> rules = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Section section : sections) {
            Optional<Rule> rule = rule(section);
            if (rule.isPresent() && !ids.add(rule.get().id())) {
                section.refuse(PolicyKeys.ID, rule.get().id(), "another name than every other rule's");
            }
            rule.ifPresent(rules::add);
        }
        return rules;
    }

    private static Optional<Rule> rule(Section section) {
        Optional<Metric> metric = section.get(PolicyKeys.METRIC);
        Optional<Double> max = section.get(PolicyKeys.MAX);
        boolean ofAgreement = metric.equals(Optional.of(Metric.ACCURACY_AGREEMENT));
        max.filter(value -> ofAgreement && value <= 0)
                .ifPresent(value -> section.refuse(
                        PolicyKeys.MAX, value, "more than 0; 1 stands for the limits that hold without a policy"));
        if (!section.isSound()) {
            return Optional.empty();
        }
        Metric limited = metric.orElseThrow();
        return Optional.of(new Rule(
                section.get(PolicyKeys.ID).orElse(limited.label()),
                limited,
                max.orElseThrow(),
                section.value(PolicyKeys.CONFIDENCE)));
    }
}
