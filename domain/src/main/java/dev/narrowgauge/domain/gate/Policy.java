package dev.narrowgauge.domain.gate;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.decision.Limits;
import dev.narrowgauge.domain.settings.Stored;
import dev.narrowgauge.domain.variant.Precision;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The gate's rules. Every variant is held against them; only variants of the gating precisions decide the run.
 *
 * @param version of the policy format, the oldest that says all of it
 * @param gate precisions that decide; the others are measured and reported
 * @param maxWait how long a job waits for somebody who takes it, while none of its run's jobs of the same kind and device
 *     class is at work; then it fails, and the verdict is INVALID where it was to decide
 * @param requires how many of the variants that gate have to pass
 * @param devices classes that decide, in which {@code *} stands for any characters; empty where all do
 * @param reuse how old a measurement may be that a run takes instead of measuring; null where none is taken
 */
public record Policy(
        int version,
        Set<Precision> gate,
        List<Rule> rules,
        Duration maxWait,
        Requires requires,
        List<String> devices,
        Multiplicity multiplicity,
        List<Waiver> waivers,
        Extend extend,
        Duration reuse) {
    /** A new key or metric raises it where who leaves it out would come to another verdict. */
    public static final int VERSION = 2;

    public static final Duration STANDARD_MAX_WAIT = Duration.ofHours(1);

    public Policy {
        if (version < 1 || version > VERSION) {
            throw new IllegalArgumentException(
                    "policy version " + version + " is not known, expected one up to " + VERSION);
        }
        gate = Set.copyOf(requireNonNull(gate, "gate is null"));
        rules = List.copyOf(requireNonNull(rules, "rules is null"));
        // Policies that are older than the setting have none.
        maxWait = maxWait == null ? STANDARD_MAX_WAIT : maxWait;
        requires = requires == null ? Requires.EVERY : requires;
        devices = devices == null ? List.of() : List.copyOf(devices);
        multiplicity = multiplicity == null ? Multiplicity.EACH : multiplicity;
        waivers = waivers == null ? List.of() : List.copyOf(waivers);
        extend = extend == null ? Extend.STANDARD : extend;
        boolean isOfFirst = rules.stream().allMatch(Rule::isOfFirstVersion)
                && requires == Requires.EVERY
                && devices.isEmpty()
                && multiplicity == Multiplicity.EACH
                && waivers.isEmpty()
                && extend.equals(Extend.STANDARD)
                && reuse == null;
        version = isOfFirst ? 1 : VERSION;
    }

    /** Of which every variant has to pass, on every device, each test by itself. */
    public Policy(int version, Set<Precision> gate, List<Rule> rules, Duration maxWait) {
        this(version, gate, rules, maxWait, null, null, null, null, null, null);
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
                1,
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
        return PolicyLimits.of(rules.stream().filter(Rule::isOfUpload).toList());
    }

    /** The same of the rules that decide there. */
    Limits limits(Occasion occasion, String deviceClass) {
        return PolicyLimits.of(rules.stream()
                .filter(rule -> rule.isOfUpload() && rule.decidesOn(occasion) && rule.isFor(deviceClass))
                .toList());
    }

    /** What its rules hold variants against beside FP32 of the same upload. */
    public List<Baseline> baselines() {
        return rules.stream()
                .filter(rule -> !rule.isOfUpload())
                .map(Rule::baseline)
                .distinct()
                .map(text -> Baseline.ofText(text).orElseThrow())
                .toList();
    }

    public Policy withGate(Set<Precision> precisions) {
        return new Policy(version, precisions, rules, maxWait, requires, devices, multiplicity, waivers, extend, reuse);
    }

    /** Whether a rule is about what else the same file was measured on. */
    public boolean asksForRuntimes() {
        return rules.stream().anyMatch(rule -> rule.metric() == Metric.RUNTIME_RANGE);
    }

    public boolean gates(Precision precision) {
        return gate.contains(precision);
    }

    /** @param deviceClass null where it never came to one */
    boolean gates(Precision precision, String deviceClass) {
        return gates(precision) && (deviceClass == null || DeviceClasses.match(devices, deviceClass));
    }
}
