package dev.narrowgauge.api.model;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.api.error.PlainText;
import dev.narrowgauge.api.upload.Inspector;
import dev.narrowgauge.api.upload.UploadMeters;
import dev.narrowgauge.api.upload.UploadRoom;
import dev.narrowgauge.api.upload.Uploads;
import dev.narrowgauge.api.upload.Uploads.Uploaded;
import dev.narrowgauge.db.ModelStore;
import dev.narrowgauge.db.TenantStores;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.model.Model;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.util.Optional;

/** What can be done with models. */
@Singleton
public final class Models {
    private final ModelStore store;
    private final Uploads uploads;
    private final Inspector inspector;
    private final UploadRoom room;
    private final UploadMeters meters;

    Models(TenantStores stores, Uploads uploads, Inspector inspector, UploadRoom room, UploadMeters meters) {
        this.store = stores.models();
        this.uploads = requireNonNull(uploads, "uploads is null");
        this.inspector = requireNonNull(inspector, "inspector is null");
        this.room = requireNonNull(room, "room is null");
        this.meters = requireNonNull(meters, "meters is null");
    }

    public ModelStore store() {
        return store;
    }

    Uploaded<Model> upload(String name, long announcedBytes, InputStream content) {
        return meters.count(
                UploadMeters.Content.MODEL,
                content,
                sent -> uploads.receive(
                        name,
                        announcedBytes,
                        sent,
                        sha256 -> store.named(sha256, name),
                        room.before(inspector::inspectModel),
                        (blob, description) -> store.save(blob, name, description)));
    }

    /** For whoever may be about to file a run about it. Fails with {@link ErrorCode#NOT_FOUND}. */
    public Model get(String id) {
        return Optional.of(id)
                .filter(PlainText::isStorable)
                .flatMap(store::wanted)
                .orElseThrow(() -> unknown(id));
    }

    /**
     * The model as it was. Its content goes later, where nobody else has the same. Fails with {@link ErrorCode#NOT_FOUND}, and with
     * {@link ErrorCode#CONFLICT} where runs are about it.
     */
    Model delete(String id) {
        Model known = get(id);
        if (!store.delete(id)) {
            throw unknown(id);
        }
        return known;
    }

    private static NarrowgaugeException unknown(String id) {
        return new NarrowgaugeException(ErrorCode.NOT_FOUND, "There is no model '" + id + "'.");
    }
}
