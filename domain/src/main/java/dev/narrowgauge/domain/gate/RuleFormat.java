package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.accuracy.AccuracyMetric;
import dev.narrowgauge.domain.accuracy.AccuracyMetrics;
import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.settings.Key;
import dev.narrowgauge.domain.settings.Section;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** How people spell a rule in JSON or YAML. */
final class RuleFormat {
    /** Of a metric that has a smallest value: a share, of which there is no more. */
    private static final double ALL = 1;

    private static final double MOST_OF_MEASURES = (1 + AccuracyMetrics.CONFIDENCE) / 2;

    private RuleFormat() {}

    /** Empty where it has a fault. */
    static Optional<Rule> read(Section section) {
        Optional<Metric> metric = section.get(PolicyKeys.METRIC);
        checkMax(section, metric);
        metric.ifPresent(limited -> checkFit(section, limited));
        checkBaseline(section, metric);
        if (section.isSound(PolicyKeys.MODE, PolicyKeys.ENFORCE_FROM)
                && section.value(PolicyKeys.MODE) == Mode.OBSERVE
                && section.get(PolicyKeys.ENFORCE_FROM).isPresent()) {
            section.refuse(
                    PolicyKeys.ENFORCE_FROM,
                    "A rule of mode observe decides on no day: leave out 'mode', and the rule is observed before"
                            + " 'enforceFrom' and decides from it.");
        }
        if (!section.isSound()) {
            return Optional.empty();
        }
        return Optional.of(rule(section, metric.orElseThrow()));
    }

    private static Rule rule(Section section, Metric metric) {
        return new Rule(
                section.get(PolicyKeys.ID).orElse(metric.label()),
                metric,
                section.get(PolicyKeys.MAX).orElse(metric.kind() == Metric.Kind.LEAST ? ALL : 0),
                section.value(PolicyKeys.CONFIDENCE),
                section.get(PolicyKeys.MIN).orElse(null),
                section.get(PolicyKeys.MEASURE).map(AccuracyMetric::label).orElse(null),
                section.get(PolicyKeys.SLICE).orElse(null),
                section.get(PolicyKeys.DEVICES).orElse(List.of()),
                section.get(PolicyKeys.MIN_SAMPLES).map(Integer::longValue).orElse(null),
                section.value(PolicyKeys.ON_INCONCLUSIVE),
                section.value(PolicyKeys.SEVERITY),
                section.value(PolicyKeys.MODE),
                section.get(PolicyKeys.ENFORCE_FROM).orElse(null),
                section.get(PolicyKeys.VERSIONS).orElse(List.of()),
                section.get(PolicyKeys.BASELINE)
                        .flatMap(Baseline::ofText)
                        .map(Baseline::text)
                        .orElse(null));
    }

    private static void checkMax(Section section, Optional<Metric> metric) {
        Optional<Double> max = section.get(PolicyKeys.MAX);
        boolean isMissing = max.isEmpty() && section.isSound(PolicyKeys.MAX);
        if (isMissing
                && metric.filter(limited -> limited.kind() != Metric.Kind.MOST).isEmpty()) {
            section.require(PolicyKeys.MAX);
            return;
        }
        max.filter(value -> metric.equals(Optional.of(Metric.ACCURACY_AGREEMENT)) && value <= 0)
                .ifPresent(value -> section.refuse(
                        PolicyKeys.MAX, value, "more than 0; 1 stands for the limits that hold without a policy"));
        max.filter(_ -> metric.filter(limited -> limited.kind() == Metric.Kind.LEAST)
                        .isPresent())
                .ifPresent(value -> section.refuse(PolicyKeys.MAX, value, "absent: give 'min'"));
        max.filter(_ -> metric.filter(limited -> limited.kind() == Metric.Kind.NONE)
                        .isPresent())
                .ifPresent(value -> section.refuse(PolicyKeys.MAX, value, "absent: give 'versions'"));
    }

    /** Keys that say something of some metrics only. */
    private static void checkFit(Section section, Metric metric) {
        checkOnly(section, PolicyKeys.MIN, metric.kind() == Metric.Kind.LEAST, metric, true);
        checkOnly(section, PolicyKeys.MEASURE, metric == Metric.ACCURACY_LOSS, metric, true);
        checkOnly(section, PolicyKeys.SLICE, metric == Metric.ACCURACY_SLICE_LOSS, metric, false);
        checkOnly(section, PolicyKeys.VERSIONS, metric == Metric.RUNTIME_RANGE, metric, true);
        checkOnly(section, PolicyKeys.MIN_SAMPLES, metric.label().startsWith("accuracy."), metric, false);
        boolean extendsNothing = section.isSound(PolicyKeys.ON_INCONCLUSIVE)
                && section.value(PolicyKeys.ON_INCONCLUSIVE) == OnInconclusive.EXTEND
                && !metric.isOfForks()
                && !metric.label().startsWith("accuracy.");
        if (extendsNothing) {
            section.refuse(
                    PolicyKeys.ON_INCONCLUSIVE,
                    "No further measurement tells more of %s; leave 'extend' to rules on latency and cold start."
                            .formatted(metric.label()));
        }
        if (metric == Metric.ACCURACY_LOSS
                && section.isSound(PolicyKeys.CONFIDENCE)
                && section.value(PolicyKeys.CONFIDENCE) > MOST_OF_MEASURES) {
            section.refuse(
                    PolicyKeys.CONFIDENCE,
                    section.value(PolicyKeys.CONFIDENCE),
                    "at most %s of accuracy.loss: each side of the intervals of %s is as sure as that"
                            .formatted(MOST_OF_MEASURES, Numbers.percent(AccuracyMetrics.CONFIDENCE)));
        }
    }

    private static void checkBaseline(Section section, Optional<Metric> metric) {
        Optional<String> text = section.get(PolicyKeys.BASELINE);
        Optional<Baseline> baseline = text.flatMap(Baseline::ofText);
        if (text.isPresent() && baseline.isEmpty()) {
            section.refuse(
                    PolicyKeys.BASELINE,
                    text.get(),
                    "upload, release, or result: and the id of a run, such as result:018f4a40-6a3e-7c7b-b9a1-3d2f6a1f0c55");
        }
        metric.filter(limited -> !BaselineRules.suits(limited))
                .filter(_ ->
                        baseline.filter(known -> !known.equals(Baseline.UPLOAD)).isPresent())
                .ifPresent(limited -> section.refuse(
                        PolicyKeys.BASELINE,
                        "%s cannot be held against a %s: %s. Leave 'baseline' out, or limit accuracy.top1.loss, accuracy.loss, latency.p50.ratio or another one that compares."
                                .formatted(
                                        limited.label(),
                                        baseline.orElseThrow() instanceof Baseline.ActiveRelease ? "release" : "result",
                                        limited == Metric.ACCURACY_AGREEMENT
                                                ? "the outputs of the two were never held against each other"
                                                : "it says something of the variant by itself")));
    }

    private static void checkOnly(Section section, Key<?> key, boolean fits, Metric metric, boolean isNeeded) {
        Optional<?> value = section.get(key);
        if (value.isPresent() && !fits) {
            section.refuse(key, "'%s' says nothing of %s; leave it out.".formatted(key.name(), metric.label()));
        }
        if (value.isEmpty() && fits && isNeeded && section.isSound(key)) {
            section.require(key);
        }
    }

    /** What a rule of version 1 cannot say stands there where it is said. */
    static Map<String, Object> write(Rule rule) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(PolicyKeys.ID.name(), rule.id());
        map.put(PolicyKeys.METRIC.name(), rule.metric().label());
        if (rule.metric().kind() != Metric.Kind.LEAST && rule.metric().kind() != Metric.Kind.NONE) {
            map.put(PolicyKeys.MAX.name(), rule.max());
        }
        put(map, PolicyKeys.MIN, rule.min(), null);
        put(map, PolicyKeys.MEASURE, rule.measure(), null);
        put(map, PolicyKeys.SLICE, rule.slice(), null);
        put(map, PolicyKeys.VERSIONS, rule.versions(), List.of());
        map.put(PolicyKeys.CONFIDENCE.name(), rule.confidence());
        put(map, PolicyKeys.DEVICES, rule.devices(), List.of());
        put(map, PolicyKeys.MIN_SAMPLES, rule.minSamples(), null);
        put(map, PolicyKeys.ON_INCONCLUSIVE, Section.word(rule.onInconclusive()), Section.word(OnInconclusive.TELL));
        put(map, PolicyKeys.SEVERITY, Section.word(rule.severity()), Section.word(Severity.ERROR));
        put(map, PolicyKeys.MODE, Section.word(rule.mode()), Section.word(Mode.ENFORCE));
        put(map, PolicyKeys.ENFORCE_FROM, text(rule.enforceFrom()), null);
        put(map, PolicyKeys.BASELINE, rule.baseline(), Baseline.UPLOAD.text());
        return map;
    }

    private static String text(LocalDate date) {
        return date == null ? null : date.toString();
    }

    private static void put(Map<String, Object> map, Key<?> key, Object value, Object fallback) {
        if (!Objects.equals(value, fallback)) {
            map.put(key.name(), value);
        }
    }
}
