package dev.narrowgauge.db;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** What a project may have only so much of. */
public enum QuotaLimit {
    QUEUED_RUNS(ErrorCode.QUEUE_FULL, "has as many runs that wait as it may have"),
    OPEN_RUNS(ErrorCode.QUEUE_FULL, "has as many runs that have not ended as it may have"),
    STORED_BYTES(
            ErrorCode.QUOTA_REACHED,
            "has stored as many bytes of models, datasets and variants as it may; an administrator can give it more"),
    DEVICE_MINUTES(ErrorCode.QUOTA_REACHED, "has had as many minutes of devices as it may have on one day of UTC");

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration LATER = Duration.ofHours(1);

    private final ErrorCode code;
    private final String sentence;

    QuotaLimit(ErrorCode code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    /** What is said to whoever asks for more. */
    public NarrowgaugeException refusal() {
        return new NarrowgaugeException(
                        code,
                        "The project %s; 'narrowgauge status' shows its limits and what is used.".formatted(sentence))
                .retryAfter(patience(Instant.now()));
    }

    private Duration patience(Instant now) {
        return switch (this) {
            case QUEUED_RUNS, OPEN_RUNS -> SOON;
            case STORED_BYTES -> LATER;
            case DEVICE_MINUTES ->
                Duration.between(
                        now,
                        now.atOffset(ZoneOffset.UTC)
                                .truncatedTo(ChronoUnit.DAYS)
                                .plusDays(1)
                                .toInstant());
        };
    }
}
