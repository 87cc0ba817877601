package dev.narrowgauge.blob;

import java.util.concurrent.CancellationException;

/** Whoever waits for content that is on its way to this machine. */
@FunctionalInterface
public interface FetchWatch {
    /** Of a fetch that nobody ends. */
    FetchWatch NONE = (_, _) -> true;

    /**
     * Told again and again how much of one content is here.
     *
     * @param totalBytes 0 while that is not known
     * @return whether the content is still wanted
     */
    boolean came(long bytes, long totalBytes);

    /** Throws a {@link CancellationException} where the content is not wanted any more. */
    default void require(long bytes, long totalBytes) {
        if (!came(bytes, totalBytes)) {
            throw new CancellationException("the content is not wanted any more");
        }
    }
}
