package dev.narrowgauge.service;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.blob.BlobStore;
import dev.narrowgauge.db.ContentStore;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.time.Duration;
import java.util.List;

/** Deletes stored content once no row has referred to it for long enough. Any number of processes may do so. */
public final class ContentSweep {
    /** Uploads, and attempts of jobs between what they store and the row of it, take less than that. */
    private static final Duration SHORTEST = Duration.ofHours(1);

    /** A bucket is listed by a request for each thousand. */
    private static final Duration LISTING = Duration.ofDays(1);

    private static final int PART = 100;

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
     */
    public int run() {
        if (content.beginListing(listing)) {
            blobs.list(content::compare);
        }
        int deleted = 0;
        List<String> due = content.unreferenced(keep, PART);
        while (!due.isEmpty() && !Thread.currentThread().isInterrupted()) {
            for (String sha256 : due) {
                deleted += content.delete(sha256, keep, blobs::delete) ? 1 : 0;
            }
            due = content.unreferenced(keep, PART);
        }
        return deleted;
    }
}
