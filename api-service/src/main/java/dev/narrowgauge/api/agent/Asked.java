package dev.narrowgauge.api.agent;

import dev.narrowgauge.db.Progress;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.latency.Control;
import dev.narrowgauge.gateway.JobMessages;
import dev.narrowgauge.gateway.NodeMessages;
import dev.narrowgauge.proto.v1.Attempt;
import dev.narrowgauge.proto.v1.EndRecheckRequest;
import dev.narrowgauge.proto.v1.ProgressRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** What agents say in their messages. What cannot be read fails with {@link ErrorCode#REQUEST_INVALID}. */
final class Asked {
    private static final Duration MOST = Duration.ofHours(1);
    private static final Duration MOST_LEASE = Duration.ofMinutes(10);
    private static final int MOST_CONTROLS = 100;
    private static final int MAX_STAGE = 100;
    private static final int MAX_FOUND = 500;

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

    static Progress progress(ProgressRequest request) {
        Progress told = JobMessages.progress(request);
        return new Progress(
                text(told.stage(), MAX_STAGE),
                told.done(),
                told.total(),
                told.remainingSeconds(),
                told.found().map(found -> text(found, MAX_FOUND)));
    }

    /** Of an A/A session, as of now. */
    static List<Control> controls(EndRecheckRequest request) {
        if (request.getControlsCount() > MOST_CONTROLS) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "The field 'controls' has %d entries; it may have %d at most."
                            .formatted(request.getControlsCount(), MOST_CONTROLS));
        }
        return read(() -> NodeMessages.controls(request, Instant.now()));
    }

    /**
     * As much of the text as is kept, without what the database cannot hold: what an agent tells of its work is to be told, and
     * no reason to refuse it.
     */
    static String text(String text, int characters) {
        String kept = text.replace('\0', '\uFFFD');
        if (kept.length() <= characters) {
            return kept;
        }
        int end = Character.isHighSurrogate(kept.charAt(characters - 1)) ? characters - 1 : characters;
        return kept.substring(0, end) + '…';
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
