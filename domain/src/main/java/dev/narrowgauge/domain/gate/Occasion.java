package dev.narrowgauge.domain.gate;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * When a verdict is given, and on which model: dates of a policy are held against it, so that whoever verifies the verdict
 * later comes to the same.
 *
 * @param decidedAt null where not known; then every date of a policy is past
 * @param model hex SHA-256 of the FP32 model; null where not known
 */
public record Occasion(Instant decidedAt, String model) {
    public static final Occasion UNKNOWN = new Occasion(null, null);

    public static Occasion of(VerdictDocument document) {
        return new Occasion(
                document.decidedAt(),
                document.model() == null ? null : document.model().id());
    }

    boolean isBefore(LocalDate day) {
        return decidedAt != null && date().isBefore(day);
    }

    boolean isAfter(LocalDate day) {
        return decidedAt == null || date().isAfter(day);
    }

    private LocalDate date() {
        return decidedAt.atZone(ZoneOffset.UTC).toLocalDate();
    }
}
