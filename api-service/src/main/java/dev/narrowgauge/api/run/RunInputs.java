package dev.narrowgauge.api.run;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.api.access.CurrentProject;
import dev.narrowgauge.db.DatasetStore;
import dev.narrowgauge.db.ModelStore;
import dev.narrowgauge.db.TenantStores;
import dev.narrowgauge.domain.dataset.Dataset;
import dev.narrowgauge.domain.model.Model;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The uploads that runs name, each of the project of the call. They are addressed by their content and stay, so what was once
 * found is not asked for again; what was not found is, because it may have come. Only names that an upload got later are not
 * told here.
 */
@Singleton
final class RunInputs {
    private final ModelStore modelStore;
    private final DatasetStore datasetStore;
    private final CurrentProject project;
    private final Remembered<Upload, Model> models = new Remembered<>();
    private final Remembered<Upload, Dataset> datasets = new Remembered<>();
    private final Remembered<Pair, Long> shared = new Remembered<>();

    RunInputs(TenantStores stores, CurrentProject project) {
        this.modelStore = stores.models();
        this.datasetStore = stores.datasets();
        this.project = requireNonNull(project, "project is null");
    }

    Optional<Model> model(String id) {
        return models.find(upload(id), () -> modelStore.find(id));
    }

    Optional<Dataset> dataset(String id) {
        return datasets.find(upload(id), () -> datasetStore.find(id));
    }

    /** How many distinct samples the two datasets, which exist, have in common. */
    long sharedSamples(Dataset first, Dataset second) {
        return shared.find(
                        new Pair(upload(first.id()), second.id()),
                        () -> Optional.of(datasetStore.sharedSamples(first.id(), second.id())))
                .orElseThrow();
    }

    private Upload upload(String id) {
        return new Upload(project.get().id(), id);
    }

    private record Upload(UUID project, String id) {}

    private record Pair(Upload first, String second) {}

    private static final class Remembered<K, V> {
        /** Far more than are in use at a time; a description may have some hundred kilobytes. */
        private static final int MOST = 200;

        private final Map<K, V> known = new ConcurrentHashMap<>();

        Optional<V> find(K key, Supplier<Optional<V>> source) {
            V remembered = known.get(key);
            if (remembered != null) {
                return Optional.of(remembered);
            }
            Optional<V> found = source.get();
            found.ifPresent(value -> remember(key, value));
            return found;
        }

        private void remember(K key, V value) {
            if (known.size() >= MOST) {
                known.clear();
            }
            known.put(key, value);
        }
    }
}
