package dev.narrowgauge.api.agent;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.proto.v1.Attempt;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;

/** What agents say in their messages. What cannot be read fails with {@link ErrorCode#REQUEST_INVALID}. */
final class Asked {
    private static final Duration MOST = Duration.ofHours(1);
    private static final Duration MOST_LEASE = Duration.ofMinutes(10);

    private Asked() {}

    static UUID job(Attempt attempt) {
        return read(() -> UUID.fromString(attempt.getJobId()));
    }

    /** Up to ten minutes: so long a job lies where an agent that has it is lost. */
    static Duration lease(long millis) {
        return time("lease_millis", millis, MOST_LEASE);
    }

    /** Up to an hour. */
    static Duration time(String field, long millis) {
        return time(field, millis, MOST);
    }

    private static Duration time(String field, long millis, Duration most) {
        if (millis < 1 || millis > most.toMillis()) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "The field '%s' is %d; it must be 1 to %d milliseconds.".formatted(field, millis, most.toMillis()));
        }
        return Duration.ofMillis(millis);
    }

    /** @param reading throws an IllegalArgumentException where the message cannot be read */
    static <T> T read(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID, "The message cannot be read: " + e.getMessage() + ".", e);
        }
    }
}
