package dev.narrowgauge.service;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.blob.BlobStore;
import dev.narrowgauge.db.ContentStore;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Deletes stored content once no row has referred to it for long enough. Any number of processes may do so. */
public final class ContentSweep {
    /** Uploads, and attempts of jobs between what they store and the row of it, take less than that. */
    private static final Duration SHORTEST = Duration.ofHours(1);

    /** A bucket is listed by a request for each thousand. */
    private static final Duration LISTING = Duration.ofDays(1);

    private static final int PART = 100;

    /** After so many it is the store that refuses, and not what is in it. */
    private static final int MOST_FAILURES = 10;

    private final ContentStore content;
    private final BlobStore blobs;
    private final Duration keep;
    private final Duration listing;

    ContentSweep(ContentStore content, BlobStore blobs, Duration keep, Duration listing) {
        this.content = requireNonNull(content, "content is null");
        this.blobs = requireNonNull(blobs, "blobs is null");
        this.keep = requireNonNull(keep, "keep is null");
        this.listing = requireNonNull(listing, "listing is null");
    }

    /**
     * @param keep how long content is kept after it was found that no row refers to it
     * @throws NarrowgaugeException REQUEST_INVALID where that is too short
     */
    public static ContentSweep after(Duration keep, ContentStore content, BlobStore blobs) {
        if (keep.compareTo(SHORTEST) < 0) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "narrowgauge.blob.keep-unreferenced is %s, and must be %s at least: what is being uploaded has no row yet."
                            .formatted(keep, SHORTEST));
        }
        return new ContentSweep(content, blobs, keep, LISTING);
    }

    /**
     * Lists what is stored, where nobody has for a day, and deletes what is due; less where this thread is interrupted.
     *
     * @return how many contents were deleted
     * @throws NarrowgaugeException of the first that the store did not delete; those behind it are deleted nevertheless
     */
    public int run() {
        if (content.beginListing(listing)) {
            blobs.list(content::compare);
        }
        int deleted = 0;
        Map<String, NarrowgaugeException> failures = new LinkedHashMap<>();
        Deque<String> due = new ArrayDeque<>(due(failures.keySet()));
        while (!due.isEmpty()
                && failures.size() < MOST_FAILURES
                && !Thread.currentThread().isInterrupted()) {
            String sha256 = due.removeFirst();
            try {
                deleted += content.delete(sha256, keep, blobs::delete) ? 1 : 0;
            } catch (NarrowgaugeException e) {
                failures.put(sha256, e);
            }
            if (due.isEmpty()) {
                due.addAll(due(failures.keySet()));
            }
        }
        failures.values().stream().findFirst().ifPresent(first -> {
            throw first;
        });
        return deleted;
    }

    private List<String> due(Set<String> without) {
        return content.unreferenced(keep, PART + without.size()).stream()
                .filter(sha256 -> !without.contains(sha256))
                .toList();
    }
}
