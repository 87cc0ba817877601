package dev.narrowgauge.domain.error;

import java.util.List;
import java.util.stream.Stream;

/** Tells a full disk from other failures: the system's words are all that Java passes on. */
public final class DiskFull {
    private static final List<String> WORDS =
            List.of("No space left on device", "Disk quota exceeded", "not enough space on the disk");

    private DiskFull() {}

    public static boolean isMeantBy(String text) {
        return WORDS.stream().anyMatch(text::contains);
    }

    /** {@link ErrorCode#DISK_FULL} where that is what stopped the writing, else the given code. */
    public static ErrorCode or(ErrorCode otherwise, Throwable failure) {
        return isBehind(failure) ? ErrorCode.DISK_FULL : otherwise;
    }

    /** Whether the failure, or what caused it, is a full disk. */
    public static boolean isBehind(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(cause -> isMeantBy(String.valueOf(cause.getMessage())));
    }
}
