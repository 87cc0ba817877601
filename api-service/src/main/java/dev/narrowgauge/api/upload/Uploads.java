package dev.narrowgauge.api.upload;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.api.error.PlainText;
import dev.narrowgauge.blob.BlobStore;
import dev.narrowgauge.blob.StagedBlob;
import dev.narrowgauge.domain.digest.Blob;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The way of an uploaded file: staged, known already or inspected, kept, recorded. A refused one leaves no trace. */
public final class Uploads {
    public static final int MAX_NAME = 200;

    private final BlobStore blobs;
    private final long maxBytes;

    /** @param maxBytes of one upload */
    public Uploads(BlobStore blobs, long maxBytes) {
        this.blobs = requireNonNull(blobs, "blobs is null");
        this.maxBytes = maxBytes;
    }

    /** @param created false when the same content was there before */
    public record Uploaded<T>(T item, boolean created) {}

    /**
     * @param name what the client calls the file
     * @param announcedBytes of the content; 0 when unknown
     * @param find what is recorded under a SHA-256, which has the name as well from then on
     * @param inspect looks at the file; throws to refuse it
     * @param save records what was found
     */
    public <D, T> Uploaded<T> receive(
            String name,
            long announcedBytes,
            InputStream content,
            Function<String, Optional<T>> find,
            Function<Path, D> inspect,
            BiFunction<Blob, D, T> save) {
        PlainText.require("The parameter 'name' (add ?name=… to the address)", name, MAX_NAME);
        blobs.requireSpace(announcedBytes);
        try (StagedBlob staged = blobs.stage(new SentContent(content, maxBytes))) {
            Optional<T> known = find.apply(staged.blob().sha256());
            if (known.isPresent() && blobs.exists(staged.blob().sha256())) {
                return new Uploaded<>(known.get(), false);
            }
            D description = inspected(name, staged.path(), inspect);
            return new Uploaded<>(save.apply(staged.keep(), description), known.isEmpty());
        }
    }

    /** A complaint speaks of the file as the client does, not of the place where it lies here. */
    private static <D> D inspected(String name, Path file, Function<Path, D> inspect) {
        try {
            return inspect.apply(file);
        } catch (NarrowgaugeException refusal) {
            String sentence = refusal.getMessage()
                    .replace(file.toString(), name)
                    .replace(file.getFileName().toString(), name);
            NarrowgaugeException told = new NarrowgaugeException(refusal.code(), sentence, refusal);
            throw refusal.retryAfter().map(time -> told.retryAfter(time)).orElse(told);
        }
    }
}
