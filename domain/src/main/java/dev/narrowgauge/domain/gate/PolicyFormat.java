package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.settings.DocumentKind;
import dev.narrowgauge.domain.settings.Section;
import dev.narrowgauge.domain.settings.Stored;
import dev.narrowgauge.domain.variant.Precision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How people spell a policy in JSON or YAML; what they leave out is as in {@link Policy#standard()}. */
final class PolicyFormat {
    private static final DocumentKind KIND =
            new DocumentKind("policy", ErrorCode.POLICY_UNKNOWN_KEY, ErrorCode.POLICY_INVALID_VALUE);
    private static final double STANDARD_CONFIDENCE = 0.95;
    private static final Duration LONGEST_WAIT = Duration.ofDays(30);

    private static final String[] KEYS = {Stored.VERSION, "gate", "rules", "maxWait"};

    private PolicyFormat() {}

    static Policy read(Map<String, ?> map) {
        return policy(Section.root(KIND, Policy.VERSION, map, KEYS));
    }

    static Stored<Policy> readStored(Map<String, Object> map) {
        return Stored.<Policy>newer(KIND, Policy.VERSION, map)
                .orElseGet(() -> policy(Section.stored(KIND, map, KEYS)).toStored());
    }

    private static Policy policy(Section root) {
        Policy standard = Policy.standard();
        Set<Precision> gate =
                root.choices("gate", Precision.values()).map(Set::copyOf).orElse(standard.gate());
        List<Rule> rules = root.sections("rules", "id", "metric", "max", "confidence")
                .map(PolicyFormat::rules)
                .orElse(standard.rules());
        return new Policy(Policy.VERSION, gate, rules, maxWait(root));
    }

    private static Duration maxWait(Section root) {
        Duration wait = root.duration("maxWait").orElse(Policy.STANDARD_MAX_WAIT);
        if (wait.isZero() || wait.compareTo(LONGEST_WAIT) > 0) {
            throw root.invalid("maxWait", Section.spelled(wait), "1s to " + Section.spelled(LONGEST_WAIT));
        }
        return wait;
    }

    static Map<String, Object> write(Policy policy) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(Stored.VERSION, policy.version());
        map.put("gate", policy.gate().stream().sorted().map(Precision::label).toList());
        map.put("rules", policy.rules().stream().map(PolicyFormat::write).toList());
        map.put("maxWait", Section.spelled(policy.maxWait()));
        return map;
    }

    private static Map<String, Object> write(Rule rule) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", rule.id());
        map.put("metric", rule.metric().label());
        map.put("max", rule.max());
        map.put("confidence", rule.confidence());
        return map;
    }

    private static List<Rule> rules(List<Section> sections) {
        List<Rule> rules = new ArrayList<>();
        for (Section section : sections) {
            Rule rule = rule(section);
            if (rules.stream().anyMatch(other -> other.id().equals(rule.id()))) {
                throw section.invalid("id", rule.id(), "another name than every other rule's");
            }
            rules.add(rule);
        }
        return rules;
    }

    private static Rule rule(Section section) {
        Metric metric =
                section.choice("metric", Metric.values(), Metric::label).orElseThrow(() -> section.missing("metric"));
        double max = section.number("max").orElseThrow(() -> section.missing("max"));
        if (!Double.isFinite(max)) {
            throw section.invalid("max", max, "a finite number");
        }
        if (metric == Metric.ACCURACY_AGREEMENT && max <= 0) {
            throw section.invalid("max", max, "more than 0; 1 stands for the limits that hold without a policy");
        }
        double confidence = section.number("confidence").orElse(STANDARD_CONFIDENCE);
        if (!(confidence > 0.5 && confidence < 1)) {
            throw section.invalid("confidence", confidence, "more than 0.5 and less than 1");
        }
        return new Rule(section.text("id").orElse(metric.label()), metric, max, confidence);
    }
}
