package dev.narrowgauge.api.dataset;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.api.error.PlainText;
import dev.narrowgauge.api.upload.Inspector;
import dev.narrowgauge.api.upload.UploadMeters;
import dev.narrowgauge.api.upload.UploadRoom;
import dev.narrowgauge.api.upload.Uploads;
import dev.narrowgauge.api.upload.Uploads.Uploaded;
import dev.narrowgauge.db.DatasetStore;
import dev.narrowgauge.db.TenantStores;
import dev.narrowgauge.domain.dataset.Dataset;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.util.Optional;

/** What can be done with datasets. */
@Singleton
public final class Datasets {
    private final DatasetStore store;
    private final Uploads uploads;
    private final Inspector inspector;
    private final UploadRoom room;
    private final UploadMeters meters;

    Datasets(TenantStores stores, Uploads uploads, Inspector inspector, UploadRoom room, UploadMeters meters) {
        this.store = stores.datasets();
        this.uploads = requireNonNull(uploads, "uploads is null");
        this.inspector = requireNonNull(inspector, "inspector is null");
        this.room = requireNonNull(room, "room is null");
        this.meters = requireNonNull(meters, "meters is null");
    }

    public DatasetStore store() {
        return store;
    }

    Uploaded<Dataset> upload(String name, long announcedBytes, InputStream content) {
        return meters.count(
                UploadMeters.Content.DATASET,
                content,
                sent -> uploads.receive(
                        name,
                        announcedBytes,
                        sent,
                        sha256 -> store.named(sha256, name),
                        room.before(inspector::inspectDataset),
                        (blob, inspected) ->
                                store.save(blob, name, inspected.description(), inspected.sampleDigests())));
    }

    /** For whoever may be about to file a run about it. Fails with {@link ErrorCode#NOT_FOUND}. */
    public Dataset get(String id) {
        return Optional.of(id)
                .filter(PlainText::isStorable)
                .flatMap(store::wanted)
                .orElseThrow(() -> unknown(id));
    }

    /**
     * The dataset as it was. Its content goes later, where nobody else has the same. Fails with {@link ErrorCode#NOT_FOUND}, and with
     * {@link ErrorCode#CONFLICT} where runs are about it.
     */
    Dataset delete(String id) {
        Dataset known = get(id);
        if (!store.delete(id)) {
            throw unknown(id);
        }
        return known;
    }

    private static NarrowgaugeException unknown(String id) {
        return new NarrowgaugeException(ErrorCode.NOT_FOUND, "There is no dataset '" + id + "'.");
    }
}
