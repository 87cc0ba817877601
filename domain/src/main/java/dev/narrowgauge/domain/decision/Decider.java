package dev.narrowgauge.domain.decision;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.decision.Decision.Outcome;
import dev.narrowgauge.domain.decision.Finding.State;
import dev.narrowgauge.domain.stats.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Decides what to ship from accuracy, latency and size. Pure: the same situation and limits give the same decision.
 *
 * <p>In this order: a variant without anything quantized, or whose output is destroyed, is INVALID; one that breaks a
 * limit, or is shown not to be worth it, gives way to FP32; where something is not known or not decided, nothing can be
 * told; only what keeps every limit is shipped.
 */
public final class Decider {
    /** A variant output with less than that is destroyed. */
    public static final double DESTROYED_DB = 3;
    /** So is one of which that share of the answers has changed. */
    static final double DESTROYED_SHARE = 0.5;
    /** An interval of the log-ratio of half that width says that there is no difference worth having. */
    static final double NARROW = 0.05;
    /** Where size is preferred, that much of the baseline's time is still no loss. */
    public static final double HARDLY_SLOWER = 1.05;

    private final Limits limits;

    public Decider(Limits limits) {
        this.limits = requireNonNull(limits, "limits is null");
    }

    public Decision decide(Situation situation) {
        List<Finding> findings =
                new ArrayList<>(AccuracyFindings.of(situation.outputs(), situation.labelled(), limits));
        boolean accuracyKnown = !findings.isEmpty();
        latency(situation).ifPresent(findings::add);
        findings.add(size(situation));
        Optional<String> invalid = whyInvalid(situation);
        if (invalid.isPresent()) {
            return decision(Outcome.INVALID, situation, invalid.get(), findings, List.of());
        }
        Optional<Finding> broken = first(findings, State.BROKEN);
        if (broken.isPresent()) {
            return decision(Outcome.SHIP_FP32, situation, broken.get().sentence(), findings, List.of());
        }
        List<String> missing = missing(situation, findings, accuracyKnown);
        if (!missing.isEmpty()) {
            String reason =
                    first(findings, State.UNDECIDED).map(Finding::sentence).orElse(missing.getFirst());
            return decision(Outcome.CANNOT_TELL, situation, reason, findings, missing);
        }
        return decision(Outcome.SHIP, situation, whyShip(findings), findings, List.of());
    }

    private static Optional<String> whyInvalid(Situation situation) {
        if (!situation.whyNotReduced().isEmpty()) {
            return Optional.of("Nothing in it was quantized: " + situation.whyNotReduced());
        }
        return situation.outputs().stream()
                .filter(OutputAgreement::destroyed)
                .findFirst()
                .map(Decider::whyDestroyed)
                .or(() -> Optional.of(situation.astray()).filter(why -> !why.isEmpty()));
    }

    private static String whyDestroyed(OutputAgreement output) {
        if (!output.finite()) {
            return "Output %s is not even a finite number where FP32's is.".formatted(output.output());
        }
        if (output.kind() == OutputKind.VALUES) {
            return "Output %s is destroyed: its signal-to-noise ratio is %s."
                    .formatted(output.output(), Numbers.decibel(output.sqnrDb()));
        }
        return "Output %s is destroyed: %s of its %s answers differ from FP32's."
                .formatted(output.output(), Numbers.count(output.changedAnswers()), Numbers.count(output.answers()));
    }

    private Optional<Finding> latency(Situation situation) {
        Interval ratio = situation.latencyRatio();
        if (ratio == null) {
            return Optional.empty();
        }
        double limit = latencyLimit(situation);
        State state = latencyState(situation, ratio, limit);
        return Optional.of(new Finding(
                Measure.LATENCY_RATIO.label(),
                "",
                ratio.estimate(),
                ratio,
                limit,
                state,
                "%s takes %s of FP32's time (%s)%s."
                        .formatted(
                                situation.subject(),
                                Numbers.ratio(ratio.estimate()),
                                Numbers.interval(ratio),
                                latencyMeaning(state, ratio, limit))));
    }

    private double latencyLimit(Situation situation) {
        if (limits.latencyRatio() != null) {
            return limits.latencyRatio();
        }
        return isForSize(situation) ? HARDLY_SLOWER : 1;
    }

    private boolean isForSize(Situation situation) {
        return limits.latencyRatio() == null && limits.preference() == Preference.SIZE && situation.sizeRatio() < 1;
    }

    private State latencyState(Situation situation, Interval ratio, double limit) {
        if (ratio.high() < limit) {
            return State.KEPT;
        }
        if (ratio.low() > limit) {
            return State.BROKEN;
        }
        boolean isNarrow = Math.log(ratio.high() / ratio.low()) / 2 <= NARROW;
        if (!isNarrow) {
            return State.UNDECIDED;
        }
        return isForSize(situation) ? State.KEPT : State.BROKEN;
    }

    private static String latencyMeaning(State state, Interval ratio, double limit) {
        if (state == State.KEPT) {
            return "";
        }
        if (state == State.UNDECIDED) {
            return ", which says nothing, as on a busy machine";
        }
        boolean isOne = limit == 1;
        if (ratio.low() > limit) {
            return isOne ? ": it is slower" : "; at most %s is allowed".formatted(Numbers.ratio(limit));
        }
        return isOne
                ? ": it is not measurably faster"
                : "; it is not shown to keep the limit of %s".formatted(Numbers.ratio(limit));
    }

    private Finding size(Situation situation) {
        double ratio = situation.sizeRatio();
        boolean isKept = limits.sizeRatio() == null || ratio <= limits.sizeRatio();
        return new Finding(
                Measure.SIZE_RATIO.label(),
                "",
                ratio,
                null,
                limits.sizeRatio(),
                isKept ? State.KEPT : State.BROKEN,
                "Its file is %s of FP32's size%s."
                        .formatted(
                                Numbers.ratio(ratio),
                                isKept ? "" : "; at most %s is allowed".formatted(Numbers.ratio(limits.sizeRatio()))));
    }

    private List<String> missing(Situation situation, List<Finding> findings, boolean accuracyKnown) {
        List<String> missing = new ArrayList<>();
        if (limits.labels() == Labels.REQUIRED && situation.labelled() == null) {
            missing.add("The policy limits the loss of top-1: give evaluation samples with labels.");
        } else if (!accuracyKnown) {
            missing.add("Its answers were not compared with FP32's: give samples to evaluate on.");
        }
        for (Finding finding : findings) {
            if (finding.state() == State.UNDECIDED) {
                missing.add(whatDecides(Measure.ofLabel(finding.measure()), finding, situation));
            }
        }
        if (situation.latencyRatio() == null) {
            missing.add(situation.notTimed().isEmpty() ? "Its latency was not measured." : situation.notTimed());
        }
        return missing;
    }

    private String whatDecides(Measure measure, Finding finding, Situation situation) {
        return switch (measure) {
            case TOP1_LOSS -> labelsNeeded(situation);
            case LATENCY_RATIO -> "Measure again while nothing else runs on the machine.";
            default ->
                "Give at least %s samples: of fewer, one changed answer is more than the limit."
                        .formatted(Numbers.count((long) Math.ceil(1 / finding.limit())));
        };
    }

    private String labelsNeeded(Situation situation) {
        OptionalLong needed = SamplesNeeded.of(situation.labelled(), limits.agreement());
        return needed.isEmpty()
                ? "The loss lies so near its limit that no number of labelled samples tells them apart."
                : "Give about %s labelled samples; there are %s."
                        .formatted(
                                Numbers.count(needed.getAsLong()),
                                Numbers.count(situation.labelled().samples()));
    }

    private static String whyShip(List<Finding> findings) {
        List<String> sentences = new ArrayList<>();
        for (Measure measure : List.of(Measure.LATENCY_RATIO, Measure.SIZE_RATIO)) {
            findings.stream()
                    .filter(finding -> finding.measure().equals(measure.label()))
                    .findFirst()
                    .map(Finding::sentence)
                    .ifPresent(sentences::add);
        }
        sentences.add(findings.getFirst().sentence());
        return String.join(" ", sentences);
    }

    private static Optional<Finding> first(List<Finding> findings, State state) {
        return findings.stream().filter(finding -> finding.state() == state).findFirst();
    }

    private static Decision decision(
            Outcome outcome, Situation situation, String reason, List<Finding> findings, List<String> missing) {
        boolean seen = !situation.outputs().isEmpty() && !situation.unusedSamples();
        String told = seen && outcome != Outcome.INVALID
                ? reason + " Judged on the samples that calibrated it; others may be worse."
                : reason;
        return new Decision(outcome, situation.subject(), told, findings, missing);
    }
}
