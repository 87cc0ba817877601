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
        List<Waiver> waivers = waivers(root, rules);
        Extend extend = extend(root, rules);
        root.raise();
        return new Policy(
                Policy.VERSION,
                gate,
                rules,
                root.value(PolicyKeys.MAX_WAIT),
                root.value(PolicyKeys.REQUIRES),
                root.get(PolicyKeys.GATING_DEVICES).orElse(List.of()),
                root.value(PolicyKeys.MULTIPLICITY),
                waivers,
                extend,
                root.get(PolicyKeys.REUSE).orElse(null));
    }

    private static Extend extend(Section root, List<Rule> rules) {
        Section section = root.section(PolicyKeys.EXTEND);
        boolean areAllRead = root.isSound(PolicyKeys.RULES)
                && root.sections(PolicyKeys.RULES).stream().allMatch(Section::isSound);
        boolean isAsked = rules.stream().anyMatch(rule -> rule.onInconclusive() == OnInconclusive.EXTEND);
        if (root.get(PolicyKeys.EXTEND).isPresent() && areAllRead && !isAsked) {
            root.refuse(
                    PolicyKeys.EXTEND,
                    "'extend' says how far rules with 'onInconclusive: extend' are extended, and the policy has none;"
                            + " leave it out.");
        }
        return section.isSound()
                ? new Extend(section.value(PolicyKeys.MOST_FORKS), section.value(PolicyKeys.MOST_TIMES))
                : Extend.STANDARD;
    }

    private static List<Waiver> waivers(Section root, List<Rule> rules) {
        List<Waiver> waivers = new ArrayList<>();
        // Where a rule has a fault nobody knows what it is called.
        boolean areNamesKnown = root.isSound(PolicyKeys.RULES)
                && root.get(PolicyKeys.RULES)
                        .map(List::size)
                        .filter(size -> size != rules.size())
                        .isEmpty();
        for (Section section : root.sections(PolicyKeys.WAIVERS)) {
            if (!section.isSound()) {
                continue;
            }
            String rule = section.get(PolicyKeys.WAIVED_RULE).orElseThrow();
            if (areNamesKnown && rules.stream().noneMatch(one -> one.id().equals(rule))) {
                section.refuse(PolicyKeys.WAIVED_RULE, rule, "the id of a rule of the policy");
                continue;
            }
            waivers.add(new Waiver(
                    rule,
                    section.get(PolicyKeys.WAIVED_MODEL).orElseThrow(),
                    section.get(PolicyKeys.REASON).orElseThrow(),
                    section.get(PolicyKeys.OWNER).orElseThrow(),
                    section.get(PolicyKeys.EXPIRES).orElseThrow()));
        }
        return waivers;
    }

    /** What a policy of version 1 cannot say stands there where it is said, so that such a policy stays what it was. */
    static Map<String, Object> write(Policy policy) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(PolicyKeys.VERSION.name(), policy.version());
        map.put(
                PolicyKeys.GATE.name(),
                policy.gate().stream().sorted().map(Precision::label).toList());
        if (policy.requires() != Requires.EVERY) {
            map.put(PolicyKeys.REQUIRES.name(), Section.word(policy.requires()));
        }
        if (!policy.devices().isEmpty()) {
            map.put(PolicyKeys.GATING_DEVICES.name(), policy.devices());
        }
        if (policy.multiplicity() != Multiplicity.EACH) {
            map.put(PolicyKeys.MULTIPLICITY.name(), Section.word(policy.multiplicity()));
        }
        map.put(
                PolicyKeys.RULES.name(),
                policy.rules().stream().map(RuleFormat::write).toList());
        if (!policy.extend().equals(Extend.STANDARD)) {
            Map<String, Object> extend = new LinkedHashMap<>();
            extend.put(PolicyKeys.MOST_FORKS.name(), policy.extend().forks());
            extend.put(PolicyKeys.MOST_TIMES.name(), policy.extend().times());
            map.put(PolicyKeys.EXTEND.name(), extend);
        }
        if (policy.reuse() != null) {
            map.put(PolicyKeys.REUSE.name(), Section.spelled(policy.reuse()));
        }
        if (!policy.waivers().isEmpty()) {
            map.put(
                    PolicyKeys.WAIVERS.name(),
                    policy.waivers().stream().map(PolicyFormat::write).toList());
        }
        map.put(PolicyKeys.MAX_WAIT.name(), Section.spelled(policy.maxWait()));
        return map;
    }

    private static Map<String, Object> write(Waiver waiver) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(PolicyKeys.WAIVED_RULE.name(), waiver.rule());
        map.put(PolicyKeys.WAIVED_MODEL.name(), waiver.model());
        map.put(PolicyKeys.REASON.name(), waiver.reason());
        map.put(PolicyKeys.OWNER.name(), waiver.owner());
        map.put(PolicyKeys.EXPIRES.name(), waiver.expires().toString());
        return map;
    }

    /** Those that have no fault. */
    private static List<Rule> rules(List<Section> sections) {
        List<Rule> rules = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Section section : sections) {
            Optional<Rule> rule = RuleFormat.read(section);
            if (rule.isPresent() && !ids.add(rule.get().id())) {
                section.refuse(PolicyKeys.ID, rule.get().id(), "another name than every other rule's");
            }
            rule.ifPresent(rules::add);
        }
        return rules;
    }
}
