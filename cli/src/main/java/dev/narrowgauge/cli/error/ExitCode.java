package dev.narrowgauge.cli.error;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;

/** Exit status of the process; pipelines branch on it, so a number never changes its meaning. */
public final class ExitCode {
    public static final int OK = 0;
    public static final int FAIL = 1;
    public static final int INCONCLUSIVE = 2;
    public static final int INVALID = 3;
    public static final int BAD_INPUT = 4;
    public static final int UNREACHABLE = 5;
    public static final int INTERNAL = 70;
    public static final int CANCELLED = 130;

    private ExitCode() {}

    public static int of(NarrowgaugeException failure) {
        if (failure.code() == ErrorCode.SERVICE_UNREACHABLE) {
            return UNREACHABLE;
        }
        return switch (failure.code().kind()) {
            case USER -> BAD_INPUT;
            case RESOURCE, INTERNAL -> INTERNAL;
        };
    }
}
