package dev.narrowgauge.api.dataset;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.api.error.PlainText;
import dev.narrowgauge.api.upload.Inspector;
import dev.narrowgauge.api.upload.Uploads;
import dev.narrowgauge.api.upload.Uploads.Uploaded;
import dev.narrowgauge.db.DatasetStore;
import dev.narrowgauge.domain.dataset.Dataset;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Optional;

/** What can be done with datasets. */
public final class Datasets {
    private final DatasetStore store;
    private final Uploads uploads;
    private final Inspector inspector;
    private final Clock clock;

    public Datasets(DatasetStore store, Uploads uploads, Inspector inspector, Clock clock) {
        this.store = requireNonNull(store, "store is null");
        this.uploads = requireNonNull(uploads, "uploads is null");
        this.inspector = requireNonNull(inspector, "inspector is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    public DatasetStore store() {
        return store;
    }

    Uploaded<Dataset> upload(String name, long announcedBytes, InputStream content) {
        return uploads.receive(
                name,
                announcedBytes,
                content,
                store::find,
                inspector::inspectDataset,
                (blob, inspected) -> store.save(
                        new Dataset(blob.sha256(), name, blob.sizeBytes(), inspected.description(), clock.instant()),
                        inspected.sampleDigests()));
    }

    /** Fails with {@link ErrorCode#NOT_FOUND}. */
    public Dataset get(String id) {
        return Optional.of(id)
                .filter(PlainText::isStorable)
                .flatMap(store::find)
                .orElseThrow(() -> new NarrowgaugeException(ErrorCode.NOT_FOUND, "There is no dataset '" + id + "'."));
    }
}
