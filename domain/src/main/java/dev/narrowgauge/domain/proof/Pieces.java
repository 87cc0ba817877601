package dev.narrowgauge.domain.proof;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A verdict document in pieces, so that whoever finds a difference can say where. Each thing in it is in one piece: a member of
 * the document is one, but for its rows; of a row the device and the raw evidence of accuracy and latency are pieces, and
 * the rest of it is another. What says nothing is in none, as a document is read and written again by programs of other
 * releases: members that are null, an empty text, list or object.
 */
final class Pieces {
    private static final String ROWS = "variants";
    private static final String DIGESTS = "digests";

    /** Within a row, in the order of the pieces; with what people call it. */
    private static final Map<List<String>, String> OF_ROW = ofRow();

    private static final Pattern ROW = Pattern.compile("/variants/(\\d{1,9})(/.*)?");

    private Pieces() {}

    /** By their names, JSON pointers: those of the document in the order of their names, each row's after its own. */
    static Map<String, Object> of(Map<String, ?> document) {
        Map<String, Object> pieces = new LinkedHashMap<>();
        new TreeMap<>(telling(document)).forEach((name, value) -> {
            if (name.equals(ROWS) && value instanceof List<?> rows) {
                for (int i = 0; i < rows.size(); i++) {
                    addRow("/" + ROWS + "/" + i, rows.get(i), pieces);
                }
            } else if (!name.equals(DIGESTS)) {
                pieces.put("/" + name.replace("~", "~0").replace("/", "~1"), value);
            }
        });
        return pieces;
    }

    private static void addRow(String name, Object row, Map<String, Object> pieces) {
        Map<String, Object> found = new LinkedHashMap<>();
        Object rest = row;
        for (List<String> path : OF_ROW.keySet()) {
            Object piece = at(row, path);
            if (piece != null) {
                found.put(name + "/" + String.join("/", path), piece);
                rest = without(rest, path);
            }
        }
        pieces.put(name, telling(rest));
        pieces.putAll(found);
    }

    private static Object at(Object value, List<String> path) {
        Object found = value;
        for (String name : path) {
            if (!(found instanceof Map<?, ?> map)) {
                return null;
            }
            found = map.get(name);
        }
        return found;
    }

    private static Object without(Object value, List<String> path) {
        Map<String, Object> copy = new LinkedHashMap<>();
        ((Map<?, ?>) value).forEach((name, member) -> copy.put((String) name, member));
        if (path.size() == 1) {
            copy.remove(path.getFirst());
        } else {
            copy.compute(path.getFirst(), (_, member) -> without(member, path.subList(1, path.size())));
        }
        return copy;
    }

    private static Map<String, Object> telling(Map<?, ?> map) {
        Map<String, Object> telling = new LinkedHashMap<>();
        map.forEach((name, value) -> {
            Object kept = telling(value);
            if (kept != null && !kept.equals("") && !kept.equals(List.of()) && !kept.equals(Map.of())) {
                telling.put((String) name, kept);
            }
        });
        return telling;
    }

    /** The places of a list are kept, whatever is there. */
    private static Object telling(Object value) {
        return switch (value) {
            case Map<?, ?> map -> telling(map);
            case List<?> list -> {
                List<Object> kept = new ArrayList<>();
                list.forEach(item -> kept.add(telling(item)));
                yield kept;
            }
            case null, default -> value;
        };
    }

    /** The piece as people call it, at the beginning of a sentence. */
    static String named(String name, Map<String, ?> document) {
        Matcher row = ROW.matcher(name);
        if (!row.matches()) {
            return "The piece %s of the document".formatted(name);
        }
        String part = row.group(2) == null ? "" : row.group(2).substring(1);
        String what = OF_ROW.getOrDefault(List.of(part.split("/")), "row, beside its device and evidence,");
        return "The %s of %s (%s)".formatted(what, rowNamed(Integer.parseInt(row.group(1)), document), name);
    }

    private static String rowNamed(int index, Map<String, ?> document) {
        if (!(document.get(ROWS) instanceof List<?> rows) || index >= rows.size()) {
            return "row " + index;
        }
        Object recipe = at(rows.get(index), List.of("recipe"));
        Object deviceClass = at(rows.get(index), List.of("device", "deviceClass"));
        return deviceClass == null ? "'%s'".formatted(recipe) : "'%s' on %s".formatted(recipe, deviceClass);
    }

    private static Map<List<String>, String> ofRow() {
        Map<List<String>, String> parts = new LinkedHashMap<>();
        parts.put(List.of("accuracy", "evidence"), "accuracy evidence");
        parts.put(List.of("device"), "device");
        parts.put(List.of("latency", "evidence"), "latency evidence");
        return parts;
    }
}
