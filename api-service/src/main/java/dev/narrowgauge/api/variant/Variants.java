package dev.narrowgauge.api.variant;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.api.run.Runs;
import dev.narrowgauge.db.MeasurementStore;
import dev.narrowgauge.db.TenantStores;
import dev.narrowgauge.db.VariantStore;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.variant.Measurement;
import dev.narrowgauge.domain.variant.Variant;
import jakarta.inject.Singleton;
import java.util.List;

/** What came out of runs. */
@Singleton
public final class Variants {
    private final Runs runs;
    private final VariantStore store;
    private final MeasurementStore measurements;

    Variants(Runs runs, TenantStores stores) {
        this.runs = requireNonNull(runs, "runs is null");
        this.store = stores.variants();
        this.measurements = stores.measurements();
    }

    Variant get(String id) {
        return Runs.uuid(id)
                .flatMap(store::find)
                .orElseThrow(() -> new NarrowgaugeException(ErrorCode.NOT_FOUND, "There is no variant '" + id + "'."));
    }

    List<Variant> ofRun(String runId) {
        return store.ofRun(runs.get(runId).id());
    }

    List<Measurement> measurementsOfRun(String runId) {
        return measurements.ofRun(runs.get(runId).id());
    }
}
