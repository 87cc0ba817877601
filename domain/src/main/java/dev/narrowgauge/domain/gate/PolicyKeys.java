package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.decision.Limits;
import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.settings.Group;
import dev.narrowgauge.domain.settings.Items;
import dev.narrowgauge.domain.settings.Key;
import dev.narrowgauge.domain.settings.Section;
import dev.narrowgauge.domain.settings.Values;
import dev.narrowgauge.domain.variant.Precision;
import java.time.Duration;
import java.util.List;

/**
 * Every key that a policy may have. Its reader, its JSON schema, its schema in OpenAPI and the table in docs/policies.md are
 * made from them.
 */
final class PolicyKeys {
    private static final double STANDARD_CONFIDENCE = 0.95;
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofDays(30);

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
            "What the rule limits. accuracy.top1.loss: the share of samples whose first answer is right in FP32 and wrong in the"
                    + " variant, less those the other way round, which needs labels; latency.p50.ratio: the median latency of"
                    + " the variant as a ratio to that of FP32; size.ratio: the same of the size of the file;"
                    + " accuracy.agreement: the error of the outputs against those of FP32, as a ratio to what the standard"
                    + " limits allow.");

    static final Key<Double> MAX = Key.required(
            "max",
            Values.number(),
            "The largest value of the metric that is still acceptable. Of accuracy.agreement it is more than 0, and 1 stands"
                    + " for the limits that hold without a policy.");

    static final Key<Double> CONFIDENCE = Key.optional(
            "confidence",
            Values.between(0.5, 1),
            STANDARD_CONFIDENCE,
            "How sure the test of the rule has to be; that of the latency at least %s, as sure as each side of the interval of %s is that is shown beside it. The size of a file is known exactly and needs none."
                    .formatted((1 + Limits.LATENCY_CONFIDENCE) / 2, Numbers.percent(Limits.LATENCY_CONFIDENCE)));

    static final Key<List<Section>> RULES = Key.open(
            "rules",
            Items.sections(Group.of(ID, METRIC, MAX, CONFIDENCE)),
            "those of the standard policy",
            "The limits that each variant is held against. No two have the same id.");

    static final Key<Duration> MAX_WAIT = Key.optional(
            "maxWait",
            Values.time(SHORTEST_WAIT, LONGEST_WAIT),
            Policy.STANDARD_MAX_WAIT,
            "The longest time that a job waits for a worker or an agent to take it; then the job fails. While another job of"
                    + " the same run, kind and device class is at work the wait does not end, and after it the time counts"
                    + " anew.");

    static final Group ALL = Group.of(VERSION, GATE, RULES, MAX_WAIT);

    private PolicyKeys() {}
}
