package dev.narrowgauge.domain.recipe;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.settings.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One setting of a recipe with the value that counts and where it comes from.
 *
 * @param key with dots, for example {@code activations.type}
 */
public record ResolvedSetting(String key, Object value, Origin origin) {
    /** Who decided. */
    public enum Origin {
        /** The recipe says so. */
        WRITTEN,
        /** What is right for the target. */
        TARGET,
        /** The machine that quantizes, or the device classes of the run. */
        MACHINE,
        /** The same for every target. */
        DEFAULT
    }

    public ResolvedSetting {
        requireNonNull(key, "key is null");
        requireNonNull(origin, "origin is null");
    }

    /**
     * Every setting of the recipe, in the order of {@link Recipe#toMap}; the version of the document is none.
     *
     * @param written the maps that the recipe was read from
     */
    public static List<ResolvedSetting> of(Recipe recipe, Map<String, ?> written) {
        List<ResolvedSetting> settings = new ArrayList<>();
        Map<String, Object> values = recipe.toMap();
        values.remove(Stored.VERSION);
        collect("", values, written, settings);
        return settings;
    }

    private static void collect(String path, Map<?, ?> values, Map<?, ?> written, List<ResolvedSetting> settings) {
        values.forEach((key, value) -> {
            Object own = written.get(key);
            if (value instanceof Map<?, ?> section) {
                Map<?, ?> ownSection = own instanceof Map<?, ?> map ? map : Map.of();
                collect(path + key + '.', section, ownSection, settings);
            } else {
                settings.add(new ResolvedSetting(path + key, value, own == null ? origin(path + key) : Origin.WRITTEN));
            }
        });
    }

    private static Origin origin(String key) {
        if (key.equals("target")) {
            return Origin.MACHINE;
        }
        return key.startsWith("activations.") || key.startsWith("weights.") ? Origin.TARGET : Origin.DEFAULT;
    }
}
