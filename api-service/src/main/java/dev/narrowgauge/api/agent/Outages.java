package dev.narrowgauge.api.agent;

import dev.narrowgauge.db.DatabaseOutage;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.function.Supplier;

/** Tells an agent that the database is away as if the API were: the same call may succeed later. */
final class Outages {
    private Outages() {}

    /** Fails with {@link ErrorCode#SERVICE_UNREACHABLE} where the database cannot be reached, and otherwise as the work does. */
    static <T> T explained(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            if (DatabaseOutage.isBehind(e)) {
                throw new NarrowgaugeException(
                        ErrorCode.SERVICE_UNREACHABLE, "The database does not answer the API; try again.", e);
            }
            throw e;
        }
    }
}
