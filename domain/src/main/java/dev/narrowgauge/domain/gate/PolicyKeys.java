package dev.narrowgauge.domain.gate;

import static java.util.stream.Collectors.joining;

import dev.narrowgauge.domain.accuracy.AccuracyMetric;
import dev.narrowgauge.domain.decision.Limits;
import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.settings.Group;
import dev.narrowgauge.domain.settings.Items;
import dev.narrowgauge.domain.settings.Key;
import dev.narrowgauge.domain.settings.Section;
import dev.narrowgauge.domain.settings.Values;
import dev.narrowgauge.domain.variant.Precision;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

/**
 * Every key that a policy may have. Its reader, its JSON schema, its schema in OpenAPI and the table in docs/policies.md are
 * made from them.
 */
final class PolicyKeys {
    private static final double STANDARD_CONFIDENCE = 0.95;
    private static final int LONGEST_WORDS = 500;
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofDays(30);
    private static final Duration LONGEST_REUSE = Duration.ofDays(365);

    static final Key<Integer> VERSION = Key.version(Policy.VERSION);

    static final Key<List<Precision>> GATE = Key.open(
            "gate",
            Items.of(Values.oneOf(Precision.ofRecipes())),
            "int8; where no recipe of the run makes that, what its recipes make",
            "The precisions that decide the run. The others are measured and reported. FP32 is what they are held against.");

    static final Key<String> ID =
            Key.open("id", Values.text(), "the metric", "The name of the rule, by which the verdict speaks of it.");

    static final Key<Metric> METRIC = Key.required(
            "metric",
            Values.labelled(Metric.values(), Metric::label),
            "What the rule limits. %s."
                    .formatted(Arrays.stream(Metric.values())
                            .map(metric -> metric.label() + ": " + metric.meaning())
                            .collect(joining("; "))));

    static final Key<Double> MAX = Key.open(
            "max",
            Values.number(),
            "0 of labelTruth and determinism; of coverage, coverage.time and runtimeRange there is none; of all others it must be"
                    + " there",
            "The largest value of the metric that is still acceptable. Of accuracy.agreement it is more than 0, and 1 stands"
                    + " for the limits that hold without a policy.");

    static final Key<Double> MIN = Key.open(
            "min",
            Values.number(0, 1),
            "none; of coverage and coverage.time it must be there",
            "The smallest value of coverage or coverage.time that is still acceptable.");

    static final Key<AccuracyMetric> MEASURE = Key.open(
            "measure",
            Values.labelled(AccuracyMetric.values(), AccuracyMetric::label),
            "none; of accuracy.loss it must be there",
            "By which measure accuracy.loss tells what is lost.");

    static final Key<String> SLICE = Key.open(
            "slice",
            Values.text(),
            "each, and the worst of them judges",
            "The class or group that accuracy.slice.loss is about, such as `class 7` or `group night`.");

    static final Key<List<String>> VERSIONS = Key.open(
            "versions",
            new Items<>(
                    Values.release(),
                    1,
                    "versions such as 1.23 or 1.23.2",
                    "list of versions such as `1.23` or `1.23.2`"),
            "none; of runtimeRange they must be there",
            "The versions of ONNX Runtime that runtimeRange asks for; `1.23` stands for any one that begins so.");

    static final Key<Double> CONFIDENCE = Key.optional(
            "confidence",
            Values.between(0.5, 1),
            STANDARD_CONFIDENCE,
            "How sure the test of the rule has to be; that of the latency at least %s, as sure as each side of the interval of %s is that is shown beside it, and that of accuracy.loss at most as sure. What is known exactly needs none: sizes, memory, kernels, bytes."
                    .formatted((1 + Limits.LATENCY_CONFIDENCE) / 2, Numbers.percent(Limits.LATENCY_CONFIDENCE)));

    private static final String ANY_CLASS = "every class";

    static final Key<List<String>> DEVICES = Key.open(
            "devices",
            Items.strings(1),
            ANY_CLASS,
            "The device classes that the rule is for; `*` stands for any characters, as in `x86-*`.");

    static final Key<Integer> MIN_SAMPLES = Key.open(
            "minSamples",
            Values.count(),
            "any number",
            "Of fewer evaluation samples a rule on accuracy decides nothing and is INCONCLUSIVE. Of accuracy.slice.loss without"
                    + " a slice: classes and groups with fewer are passed over.");

    static final Key<OnInconclusive> ON_INCONCLUSIVE = Key.optional(
            "onInconclusive",
            Values.oneOf(OnInconclusive.values()),
            OnInconclusive.TELL,
            "What comes of evidence that does not decide: tell leaves it INCONCLUSIVE, fail takes it as FAIL, warn lets it pass"
                    + " with a warning, extend has more forks measured as far as 'extend' of the policy allows, where forks tell"
                    + " more: of latency and cold start.");

    static final Key<Severity> SEVERITY = Key.optional(
            "severity",
            Values.oneOf(Severity.values()),
            Severity.ERROR,
            "Whether the rule decides (error), or is told as a warning and decides nothing (warn).");

    static final Key<Mode> MODE = Key.optional(
            "mode",
            Values.oneOf(Mode.values()),
            Mode.ENFORCE,
            "Whether the rule decides (enforce), or is on trial: judged and told, and deciding nothing (observe).");

    static final Key<LocalDate> ENFORCE_FROM = Key.open(
            "enforceFrom",
            Values.date(),
            "at once",
            "The day, UTC, from which the rule decides; before it the rule is on trial. Not with mode: observe.");

    static final Key<String> BASELINE = Key.open(
            "baseline",
            Values.text(),
            "upload",
            "What the variant is held against: `upload`, FP32 of the same upload; `release`, the active release of the model's"
                    + " name; or `result:RUN`, the variant of another run. The last two of accuracy.top1.loss,"
                    + " accuracy.top1.relativeLoss, accuracy.loss, accuracy.slice.loss, accuracy.flips, latency.p50.ratio,"
                    + " size.ratio and memory.peak.ratio.");

    static final Key<List<Section>> RULES = Key.open(
            "rules",
            Items.sections(Group.of(
                    ID,
                    METRIC,
                    MAX,
                    MIN,
                    MEASURE,
                    SLICE,
                    VERSIONS,
                    CONFIDENCE,
                    DEVICES,
                    MIN_SAMPLES,
                    ON_INCONCLUSIVE,
                    SEVERITY,
                    MODE,
                    ENFORCE_FROM,
                    BASELINE)),
            "those of the standard policy",
            "The limits that each variant is held against. No two have the same id.");

    static final Key<Requires> REQUIRES = Key.optional(
            "requires",
            Values.oneOf(Requires.values()),
            Requires.EVERY,
            "How many of the variants that gate have to pass. A variant passes where it does on every device class that"
                    + " decides.");

    static final Key<List<String>> GATING_DEVICES = Key.open(
            "devices",
            Items.strings(1),
            ANY_CLASS,
            "The device classes that decide the run; `*` stands for any characters. The others are measured and reported.");

    static final Key<Multiplicity> MULTIPLICITY = Key.optional(
            "multiplicity",
            Values.oneOf(Multiplicity.values()),
            Multiplicity.EACH,
            "For what the confidence of the rules holds: for each test by itself (each), or for all tests of the run together,"
                    + " by Holm's method (holm).");

    static final Key<Integer> MOST_FORKS = Key.optional(
            "forks",
            Values.count(1, Extend.MOST_FORKS),
            Extend.STANDARD.forks(),
            "The most forks that a variant has on a device class, those of the first measurement included.");

    static final Key<Integer> MOST_TIMES = Key.optional(
            "times",
            Values.count(1, Extend.MOST_TIMES),
            Extend.STANDARD.times(),
            "How often more are measured at most. The more often, the surer each look has to be.");

    static final Key<Section> EXTEND = Key.open(
            "extend",
            Group.of(MOST_FORKS, MOST_TIMES),
            "%d forks, once".formatted(Extend.STANDARD.forks()),
            "How far a run is extended that is INCONCLUSIVE by rules with onInconclusive: extend.");

    static final Key<Duration> REUSE = Key.open(
            "reuse",
            Values.time(SHORTEST_WAIT, LONGEST_REUSE),
            "every run measures anew",
            "How old a measurement of the same bytes on the same machine may be that the run takes instead of measuring.");

    static final Key<String> WAIVED_RULE =
            Key.required("rule", Values.text(), "The id of the rule that is not to decide.");

    static final Key<String> WAIVED_MODEL = Key.required(
            "model", Values.sha256(), "SHA-256 of the FP32 model, or of the variant, that the waiver is for.");

    static final Key<String> REASON =
            Key.required("reason", Values.name(LONGEST_WORDS), "Why it may pass all the same; the verdict tells it.");

    static final Key<String> OWNER = Key.required("owner", Values.name(LONGEST_WORDS), "Who answers for it.");

    static final Key<LocalDate> EXPIRES = Key.required(
            "expires",
            Values.date(),
            "The last day, UTC, on which it holds. After it the rule is FAIL where it would have been waived.");

    static final Key<List<Section>> WAIVERS = Key.open(
            "waivers",
            Items.sections(Group.of(WAIVED_RULE, WAIVED_MODEL, REASON, OWNER, EXPIRES)),
            "none",
            "Rules that a model may break for a while.");

    static final Key<Duration> MAX_WAIT = Key.optional(
            "maxWait",
            Values.time(SHORTEST_WAIT, LONGEST_WAIT),
            Policy.STANDARD_MAX_WAIT,
            "The longest time that a job waits for a worker or an agent to take it; then the job fails. While another job of"
                    + " the same run, kind and device class is at work the wait does not end, and after it the time counts"
                    + " anew.");

    static final Group ALL =
            Group.of(VERSION, GATE, REQUIRES, GATING_DEVICES, MULTIPLICITY, RULES, EXTEND, REUSE, WAIVERS, MAX_WAIT);

    private PolicyKeys() {}
}
