package dev.narrowgauge.domain.error;

import static java.util.Objects.requireNonNull;

/**
 * The one exception of this system: a stable {@link ErrorCode} and a sentence for a person, which names the input, says
 * what is wrong with it and what would be right.
 */
public final class NarrowgaugeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public NarrowgaugeException(ErrorCode code, String message) {
        super(requireNonNull(message, "message is null"));
        this.code = requireNonNull(code, "code is null");
    }

    public NarrowgaugeException(ErrorCode code, String message, Throwable cause) {
        super(requireNonNull(message, "message is null"), cause);
        this.code = requireNonNull(code, "code is null");
    }

    public ErrorCode code() {
        return code;
    }
}
