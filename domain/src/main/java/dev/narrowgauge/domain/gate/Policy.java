package dev.narrowgauge.domain.gate;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.decision.AgreementLimits;
import dev.narrowgauge.domain.decision.Labels;
import dev.narrowgauge.domain.decision.Limits;
import dev.narrowgauge.domain.decision.Preference;
import dev.narrowgauge.domain.settings.Stored;
import dev.narrowgauge.domain.variant.Precision;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The gate's rules. Every variant is held against them; only variants of the gating precisions decide the run.
 *
 * @param version of the policy format
 * @param gate precisions that decide; the others are measured and reported
 * @param maxWait how long a job waits for somebody who takes it, while none of its run's jobs of the same kind and device
 *     class is at work; then it fails, and the verdict is INVALID where it was to decide
 */
public record Policy(int version, Set<Precision> gate, List<Rule> rules, Duration maxWait) {
    /** A new key or metric raises it where who leaves it out would come to another verdict. */
    public static final int VERSION = 1;

    public static final Duration STANDARD_MAX_WAIT = Duration.ofHours(1);

    public Policy {
        if (version != VERSION) {
            throw new IllegalArgumentException("policy version " + version + " is not known, expected " + VERSION);
        }
        gate = Set.copyOf(requireNonNull(gate, "gate is null"));
        rules = List.copyOf(requireNonNull(rules, "rules is null"));
        // Policies that are older than the setting have none.
        maxWait = maxWait == null ? STANDARD_MAX_WAIT : maxWait;
    }

    /** With the standard patience. */
    public Policy(int version, Set<Precision> gate, List<Rule> rules) {
        this(version, gate, rules, STANDARD_MAX_WAIT);
    }

    /**
     * INT8 decides: with labels at most one point of top-1 lost, what labels do not judge in agreement with the baseline, and
     * faster than it.
     */
    public static Policy standard() {
        return new Policy(
                VERSION,
                Set.of(Precision.INT8),
                List.of(
                        new Rule("accuracy", Metric.ACCURACY_TOP1_LOSS, 0.01, 0.95),
                        new Rule("latency", Metric.LATENCY_P50_RATIO, 1.0, 0.95),
                        new Rule("agreement", Metric.ACCURACY_AGREEMENT, 1.0, 0.95)));
    }

    /** Reads a policy from nested maps, as a JSON or YAML parser makes them. Fails with a POLICY_* code. */
    public static Policy fromMap(Map<String, ?> map) {
        return PolicyFormat.read(map);
    }

    /** Reads a policy that was stored, which may have keys that this program does not know, or be of a newer version. */
    public static Stored<Policy> fromStored(Map<String, Object> map) {
        return PolicyFormat.readStored(map);
    }

    /** As it is to be stored. */
    public Stored<Policy> toStored() {
        return new Stored.Known<>(this, toMap());
    }

    /** Every setting with its value, in a fixed order: two equal policies give equal maps. */
    public Map<String, Object> toMap() {
        return PolicyFormat.write(this);
    }

    /** The limits of its rules; of a metric without a rule, those that hold without a policy. */
    public Limits limits() {
        AgreementLimits agreement = AgreementLimits.standard()
                .times(strictest(Metric.ACCURACY_AGREEMENT).orElse(1));
        Optional<Rule> top1 = rules.stream()
                .filter(rule -> rule.metric() == Metric.ACCURACY_TOP1_LOSS)
                .min(Comparator.comparingDouble(Rule::max));
        double confidence = rules.stream()
                .filter(rule -> rule.metric() == Metric.ACCURACY_TOP1_LOSS)
                .mapToDouble(Rule::confidence)
                .max()
                .orElse(agreement.confidence());
        boolean agreementJudges = strictest(Metric.ACCURACY_AGREEMENT).isPresent();
        return new Limits(
                top1.map(rule -> agreement.withTop1Loss(rule.max(), confidence)).orElse(agreement),
                top1.isEmpty()
                        ? agreementJudges ? Labels.IGNORED : Labels.USED
                        : agreementJudges ? Labels.USED : Labels.REQUIRED,
                boxed(strictest(Metric.LATENCY_P50_RATIO)),
                latencyConfidence(),
                boxed(strictest(Metric.SIZE_RATIO)),
                Preference.SPEED);
    }

    /** Two-sided; a one-sided test at confidence c is read off the interval of 2 c − 1. */
    private double latencyConfidence() {
        return rules.stream()
                .filter(rule -> rule.metric() == Metric.LATENCY_P50_RATIO)
                .mapToDouble(rule -> 2 * rule.confidence() - 1)
                .max()
                .stream()
                .map(asked -> Math.max(asked, Limits.LATENCY_CONFIDENCE))
                .findFirst()
                .orElse(Limits.LATENCY_CONFIDENCE);
    }

    private OptionalDouble strictest(Metric metric) {
        return rules.stream()
                .filter(rule -> rule.metric() == metric)
                .mapToDouble(Rule::max)
                .min();
    }

    private static Double boxed(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    public Policy withGate(Set<Precision> precisions) {
        return new Policy(version, precisions, rules, maxWait);
    }

    public boolean gates(Precision precision) {
        return gate.contains(precision);
    }
}
