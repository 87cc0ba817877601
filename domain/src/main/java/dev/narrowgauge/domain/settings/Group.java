package dev.narrowgauge.domain.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys that a document or a section of it may have, in the order in which they are told.
 *
 * @param together names of keys of which each asks for all others
 */
public record Group(List<Key<?>> keys, List<String> together) implements Content<Section> {
    public Group {
        keys = List.copyOf(keys);
        together = List.copyOf(together);
    }

    public static Group of(Key<?>... keys) {
        return new Group(List.of(keys), List.of());
    }

    /** The same keys, of which those are written all or not at all. */
    public Group together(Key<?> first, Key<?> second) {
        return new Group(keys, List.of(first.name(), second.name()));
    }

    List<String> names() {
        return keys.stream().<String>map(Key::name).toList();
    }

    @Override
    public Optional<Section> read(Object written, Place place, Reading reading) {
        if (!(written instanceof Map<?, ?> map)) {
            reading.invalid(place, written, "a section with keys of its own");
            return Optional.empty();
        }
        return Optional.of(Section.of(this, map, place, reading));
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> properties = new LinkedHashMap<>();
        keys.forEach(key -> properties.put(key.name(), key.schema()));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("additionalProperties", false);
        List<String> required =
                keys.stream().filter(Key::isRequired).<String>map(Key::name).toList();
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        if (!together.isEmpty()) {
            schema.put("dependentRequired", dependentRequired());
        }
        schema.put("properties", properties);
        return schema;
    }

    private Map<String, Object> dependentRequired() {
        Map<String, Object> dependent = new LinkedHashMap<>();
        together.forEach(name -> dependent.put(
                name, together.stream().filter(other -> !other.equals(name)).toList()));
        return dependent;
    }

    @Override
    public String words() {
        return "section";
    }
}
