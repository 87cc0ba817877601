package dev.narrowgauge.api.grpc;

import com.google.protobuf.Timestamp;
import dev.narrowgauge.api.error.Moments;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.time.Instant;

/** Moments in messages of the gRPC API. */
public final class Timestamps {
    private static final int SECOND_NANOS = 1_000_000_000;

    private Timestamps() {}

    public static Timestamp of(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    /** Fails with {@link ErrorCode#REQUEST_INVALID} where the field holds no moment. */
    public static Instant instant(String field, Timestamp moment) {
        long seconds = moment.getSeconds();
        if (seconds < Moments.FIRST.getEpochSecond()
                || seconds > Moments.LAST.getEpochSecond()
                || moment.getNanos() < 0
                || moment.getNanos() >= SECOND_NANOS) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "The parameter '%s' has %d seconds and %d nanoseconds; it must be %s."
                            .formatted(field, seconds, moment.getNanos(), Moments.RANGE));
        }
        return Instant.ofEpochSecond(seconds, moment.getNanos());
    }
}
