package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.stats.AlphaSpending;

/**
 * How often tests were made of a variant on a device, where each may have been the last. A test whose interval holds at every look
 * ({@link dev.narrowgauge.domain.stats.SequentialMean}) is as sure as it is anyway; of others each look has its part of
 * the error ({@link AlphaSpending}). What no extension adds to is looked at once.
 *
 * @param look of which the outcome is, from 1
 * @param of that the policy allows
 */
record Looks(int look, int of) {
    static Looks of(Policy policy, Evidence.Measured measured) {
        int taken =
                measured.extension() == null ? 1 : measured.extension().forks().size();
        // A policy that allows fewer judges what was measured for another: then all of it is its last look.
        int allowed = policy.extend().looks();
        return new Looks(Math.min(taken, allowed), allowed);
    }

    boolean isLast() {
        return look == of;
    }

    /** The same, as sure as this look has to be. */
    Rule of(Rule rule) {
        return rule.sureAs(confidence(rule, rule.confidence()));
    }

    /** @param asked of all looks together, one-sided */
    double confidence(Rule rule, double asked) {
        boolean isShared = rule.onInconclusive() == OnInconclusive.EXTEND
                && rule.metric().isOfForks()
                && !rule.metric().holdsAtEveryLook();
        // What is spent at a first look may be less than a double can say of 1.
        return isShared ? Math.min(1 - AlphaSpending.level(1 - asked, look, of), Math.nextDown(1.0)) : asked;
    }
}
