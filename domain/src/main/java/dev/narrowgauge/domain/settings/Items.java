package dev.narrowgauge.domain.settings;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A list.
 *
 * @param least how many elements it must have
 * @param plural what its elements are, in a sentence
 * @param words the same in Markdown
 */
public record Items<E>(Content<E> element, int least, String plural, String words) implements Content<List<E>> {
    public Items {
        requireNonNull(element, "element is null");
        requireNonNull(plural, "plural is null");
        requireNonNull(words, "words is null");
    }

    public static Items<Section> sections(Group keys) {
        return new Items<>(keys, 0, "sections", "list of sections");
    }

    public static Items<String> strings(int least) {
        return new Items<>(Values.text(), least, "strings", "list of strings");
    }

    public static <E> Items<E> of(Values<E> values) {
        return new Items<>(values, 0, values.allowed(), "list of " + values.words());
    }

    @Override
    public Optional<List<E>> read(Object written, Place place, Reading reading) {
        if (!(written instanceof List<?> list) || list.size() < least) {
            reading.invalid(place, written, allowed());
            return Optional.empty();
        }
        List<E> elements = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            element.read(list.get(i), place.element(i), reading).ifPresent(elements::add);
        }
        return elements.size() == list.size() ? Optional.of(elements) : Optional.empty();
    }

    private String allowed() {
        return least == 0 ? "a list of " + plural : "a list of %d or more %s".formatted(least, plural);
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "array");
        if (least > 0) {
            schema.put("minItems", least);
        }
        schema.put("items", element.schema());
        return schema;
    }
}
