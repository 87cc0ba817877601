package dev.narrowgauge.engine.runtime.search;

import dev.narrowgauge.domain.decision.Preference;

/**
 * The best variant so far. One that holds the limits beats one that does not. Of those that do, the one that costs less
 * wins, and where that is all but equal the more accurate one; of those that do not, the more accurate one, but for one
 * that is slower than the float model.
 */
final class Leader {
    /** A smaller difference in counted cost or size decides nothing. */
    private static final double ALIKE = 0.03;

    private final Preference preference;
    private Trial best;

    Leader(Preference preference) {
        this.preference = preference;
    }

    Trial best() {
        return best;
    }

    /** Takes the better of the two and removes the other one. */
    void consider(Trial trial) {
        if (best == null || isBetter(trial, best)) {
            best = trial;
        }
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

    private boolean isBetter(Trial trial, Trial other) {
        if (trial.holds() != other.holds()) {
            return trial.holds();
        }
        if (!trial.holds()) {
            return trial.isSlower() == other.isSlower() ? trial.use() < other.use() : other.isSlower();
        }
        if (isClearlyLess(price(trial), price(other)) || isClearlyLess(price(other), price(trial))) {
            return price(trial) < price(other);
        }
        return trial.decibel() > other.decibel();
    }

    private static boolean isClearlyLess(double price, double other) {
        return price < (1 - ALIKE) * other;
    }
}
