package dev.narrowgauge.engine.runtime.search;

import dev.narrowgauge.domain.decision.Preference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The best variant so far. Of those that hold the limits the most accurate one wins that costs all but what the cheapest does;
 * where all of them take longer than the float model, one that is faster and near the limits, else the smallest, and the
 * cheapest of those that are as small. Where none holds them, the most accurate one wins that is not slower.
 */
final class Leader {
    /** A smaller difference in counted cost or size decides nothing. */
    private static final double ALIKE = 0.03;

    /** As much of the allowed error, expected on other samples, may be chance. */
    private static final double NEAR = 1.5;

    private final Preference preference;
    private final List<Trial> holding = new ArrayList<>();
    private Trial closest;
    private Trial best;

    Leader(Preference preference) {
        this.preference = preference;
    }

    Trial best() {
        return best;
    }

    void consider(Trial trial) {
        if (trial.holds()) {
            holding.add(trial);
        } else if (closest == null || isCloser(trial, closest)) {
            closest = trial;
        }
        best = choose();
    }

    /**
     * Of those that hold the limits where there are any; but where all of them take longer than float, and nobody would ship
     * them for that, one that is faster and near the limits has nothing to lose: other samples decide about it.
     */
    private Trial choose() {
        if (holding.isEmpty()) {
            return closest;
        }
        boolean isWorthIt = preference == Preference.SPEED
                && closest != null
                && !mayBringTime()
                && !closest.isSlower()
                && closest.use() <= NEAR;
        return isWorthIt ? closest : bestOfHolding();
    }

    /** Why the best one is, for a person. */
    String reason() {
        if (!best.holds()) {
            return holding.isEmpty()
                    ? "none is expected to keep the limits, this one is closest"
                    : "it is close to the limits, and those that are expected to keep them take longer than float";
        }
        if (preference == Preference.SIZE) {
            return "the smallest that is expected to keep the limits";
        }
        return mayBringTime()
                ? "the cheapest that is expected to keep the limits"
                : "the smallest that is expected to keep the limits, since all take longer than float";
    }

    /** What the preference makes little of. */
    double price(Trial trial) {
        boolean speed = preference == Preference.SPEED && trial.costRatio() != null;
        return speed ? trial.costRatio() : trial.bytes();
    }

    /** Whether a variant of that price could beat the best one. */
    boolean couldBeBeatenBy(Trial trial) {
        return !best.holds() || isClearlyLess(price(trial), price(best));
    }

    private Trial bestOfHolding() {
        boolean time = preference == Preference.SPEED && mayBringTime();
        List<Trial> best = time ? least(holding, this::price) : least(least(holding, Trial::bytes), Leader::cost);
        return best.stream().max(Comparator.comparingDouble(Trial::decibel)).orElseThrow();
    }

    /** Where all take longer than the float model, only the size is left to win. */
    private boolean mayBringTime() {
        return holding.stream().anyMatch(trial -> !trial.isClearlySlower());
    }

    /** All that have little more of it than the least: measured from there, or many little differences would lead far away. */
    private static List<Trial> least(List<Trial> trials, ToDoubleFunction<Trial> measure) {
        double least = trials.stream().mapToDouble(measure).min().orElseThrow();
        return trials.stream()
                .filter(trial -> !isClearlyLess(least, measure.applyAsDouble(trial)))
                .toList();
    }

    private static double cost(Trial trial) {
        return trial.costRatio() == null ? 1 : trial.costRatio();
    }

    private static boolean isCloser(Trial trial, Trial other) {
        return trial.isSlower() == other.isSlower() ? trial.use() < other.use() : other.isSlower();
    }

    private static boolean isClearlyLess(double price, double other) {
        return price < (1 - ALIKE) * other;
    }
}
