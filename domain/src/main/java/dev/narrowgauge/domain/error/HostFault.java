package dev.narrowgauge.domain.error;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells the faults of a machine from other failures: the system's words are all that Java passes on. */
public final class HostFault {
    private static final List<String> STORAGE = List.of(
            "Read-only file system",
            "Input/output error",
            "Stale file handle",
            "Stale NFS file handle",
            "Transport endpoint is not connected",
            "Structure needs cleaning",
            "No such device",
            "Too many open files");

    private static final List<String> THREADS =
            List.of("unable to create native thread", "unable to create thread", "pthread_create failed");

    private HostFault() {}

    /**
     * What the system said in the failure or in what caused it, as a code of kind {@link ErrorKind#INFRASTRUCTURE}; empty
     * where it did not speak of the machine. Only its own exceptions are asked: others may quote what a user wrote.
     */
    public static Optional<ErrorCode> behind(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(cause -> cause instanceof IOException || cause instanceof OutOfMemoryError)
                .map(cause -> meantBy(String.valueOf(cause.getMessage())))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<ErrorCode> meantBy(String text) {
        if (DiskFull.isMeantBy(text)) {
            return Optional.of(ErrorCode.DISK_FULL);
        }
        if (STORAGE.stream().anyMatch(text::contains)) {
            return Optional.of(ErrorCode.STORAGE_UNAVAILABLE);
        }
        return THREADS.stream().anyMatch(text::contains) ? Optional.of(ErrorCode.THREAD_REFUSED) : Optional.empty();
    }
}
