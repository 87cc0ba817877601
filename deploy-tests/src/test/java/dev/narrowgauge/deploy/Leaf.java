package dev.narrowgauge.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Something that can be chosen: a value that has no names in it.
 *
 * @param path of names from the root of the values
 */
record Leaf(List<String> path) {
    static List<Leaf> of(ObjectNode values) {
        return of(List.of(), values).toList();
    }

    private static Stream<Leaf> of(List<String> path, JsonNode value) {
        if (!value.isObject() || value.isEmpty()) {
            return Stream.of(new Leaf(path));
        }
        return value.propertyStream().flatMap(entry -> of(below(path, entry.getKey()), entry.getValue()));
    }

    private static List<String> below(List<String> path, String name) {
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        return List.copyOf(longer);
    }

    /** Missing where the values have no such thing. */
    JsonNode in(JsonNode values) {
        JsonNode found = values;
        for (String name : path) {
            found = found.path(name);
        }
        return found;
    }

    /** Values that say nothing else. */
    ObjectNode as(JsonNode value) {
        JsonNode tree = value;
        for (String name : path.reversed()) {
            ObjectNode around = JsonNodeFactory.instance.objectNode();
            around.set(name, tree);
            tree = around;
        }
        return (ObjectNode) tree;
    }

    /** What Helm makes of the defaults and what was chosen: a null takes away what it names. */
    static ObjectNode merged(ObjectNode defaults, ObjectNode chosen) {
        ObjectNode merged = defaults.deepCopy();
        for (Map.Entry<String, JsonNode> entry : chosen.properties()) {
            JsonNode below = merged.get(entry.getKey());
            JsonNode above = entry.getValue();
            if (above.isNull()) {
                merged.remove(entry.getKey());
            } else if (below instanceof ObjectNode lower && above instanceof ObjectNode upper) {
                merged.set(entry.getKey(), merged(lower, upper));
            } else {
                merged.set(entry.getKey(), above);
            }
        }
        return merged;
    }

    @Override
    public String toString() {
        return String.join(".", path);
    }
}
