package dev.narrowgauge.api.error;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.time.Instant;

/** Moments from clients, which the database has to store and a Timestamp of protobuf to hold. */
public final class Moments {
    public static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    public static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    /** As a sentence goes on: it must be … */
    public static final String RANGE = "in the years 1 to 9999";

    private Moments() {}

    public static boolean isInRange(Instant moment) {
        return !moment.isBefore(FIRST) && !moment.isAfter(LAST);
    }

    /**
     * The moment, where it is in range. Fails with {@link ErrorCode#REQUEST_INVALID}.
     *
     * @param subject what the request calls it, for example {@code Field 'at'}
     */
    public static Instant require(String subject, Instant moment) {
        if (!isInRange(moment)) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID, "%s is %s; it must be %s.".formatted(subject, moment, RANGE));
        }
        return moment;
    }
}
