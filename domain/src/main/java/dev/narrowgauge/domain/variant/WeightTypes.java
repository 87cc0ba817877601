package dev.narrowgauge.domain.variant;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * As what a file stores the weights of its nodes that multiply.
 *
 * @param values how many there are, by the type of their elements as ONNX names it: {@code float}, {@code int8}; empty where those
 *     nodes have no weights in the file
 */
public record WeightTypes(Map<String, Long> values) {
    public WeightTypes {
        // In order, so that the same file gives the same document.
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /** Of all types together. */
    public long all() {
        return of(_ -> true);
    }

    /** Of the types that are meant. */
    public long of(Predicate<String> types) {
        return values.entrySet().stream()
                .filter(type -> types.test(type.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
