package dev.narrowgauge.api.admission;

import java.util.List;
import java.util.Map;

/** JSON of others, of which only some members are looked at. */
final class Json {
    private Json() {}

    /** What is at the end of the path; null where there is nothing. */
    static Object at(Object value, List<String> path) {
        Object found = value;
        for (String name : path) {
            found = found instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return found;
    }

    /** The text there; an empty one where there is none. */
    static String text(Object value, String... path) {
        return at(value, List.of(path)) instanceof String text ? text : "";
    }
}
