package dev.narrowgauge.api.run;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.db.DatasetStore;
import dev.narrowgauge.db.ModelStore;
import dev.narrowgauge.domain.dataset.Dataset;
import dev.narrowgauge.domain.model.Model;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The uploads that runs name. They are addressed by their content and stay, so what was once found is not asked for again;
 * what was not found is, because it may have come. Only names that an upload got later are not told here.
 */
@Singleton
final class RunInputs {
    private final ModelStore modelStore;
    private final DatasetStore datasetStore;
    private final Remembered<String, Model> models = new Remembered<>();
    private final Remembered<String, Dataset> datasets = new Remembered<>();
    private final Remembered<Pair, Long> shared = new Remembered<>();

    RunInputs(ModelStore modelStore, DatasetStore datasetStore) {
        this.modelStore = requireNonNull(modelStore, "modelStore is null");
        this.datasetStore = requireNonNull(datasetStore, "datasetStore is null");
    }

    Optional<Model> model(String id) {
        return models.find(id, () -> modelStore.find(id));
    }

    Optional<Dataset> dataset(String id) {
        return datasets.find(id, () -> datasetStore.find(id));
    }

    /** How many distinct samples the two datasets, which exist, have in common. */
    long sharedSamples(Dataset first, Dataset second) {
        return shared.find(
                        new Pair(first.id(), second.id()),
                        () -> Optional.of(datasetStore.sharedSamples(first.id(), second.id())))
                .orElseThrow();
    }

    private record Pair(String first, String second) {}

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
