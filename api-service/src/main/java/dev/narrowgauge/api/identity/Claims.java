package dev.narrowgauge.api.identity;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What a token says, as JSON has it. */
record Claims(Map<String, Object> values) {
    /**
     * What the claim says, as texts; empty where there is none of that name.
     *
     * @param name with dots it leads into objects, unless there is a claim of just that name
     */
    List<String> texts(String name) {
        return texts(values.containsKey(name) ? values.get(name) : inside(name));
    }

    private Object inside(String path) {
        Object found = values;
        for (String part : path.split("\\.")) {
            if (!(found instanceof Map<?, ?> object)) {
                return null;
            }
            found = object.get(part);
        }
        return found;
    }

    private static List<String> texts(Object value) {
        return switch (value) {
            case String text -> List.of(text);
            case Number number -> List.of(number.toString());
            case Boolean truth -> List.of(truth.toString());
            case Collection<?> several ->
                several.stream().flatMap(item -> texts(item).stream()).toList();
            case null, default -> List.of();
        };
    }
}
