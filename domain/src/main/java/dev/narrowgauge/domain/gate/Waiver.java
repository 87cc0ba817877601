package dev.narrowgauge.domain.gate;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;

/**
 * Somebody answers for a rule that one model does not keep.
 *
 * @param rule id of the rule
 * @param model hex SHA-256 of the FP32 model or of the variant that it is for
 * @param expires last day on which it holds, UTC
 */
public record Waiver(String rule, String model, String reason, String owner, LocalDate expires) {
    public Waiver {
        requireNonNull(rule, "rule is null");
        requireNonNull(model, "model is null");
        requireNonNull(reason, "reason is null");
        requireNonNull(owner, "owner is null");
        requireNonNull(expires, "expires is null");
    }

    /** @param variant hex SHA-256 of the variant; null where not known */
    boolean isFor(String ruleId, Occasion occasion, String variant) {
        return rule.equals(ruleId) && (model.equals(occasion.model()) || model.equals(variant));
    }

    boolean holdsOn(Occasion occasion) {
        return !occasion.isAfter(expires);
    }
}
