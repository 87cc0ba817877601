package dev.narrowgauge.domain.settings;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.Fault;
import dev.narrowgauge.domain.error.Faults;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The reading of one document, with what it has found to be wrong.
 *
 * @param strict whether a key that is not known is wrong; in what another version has stored it is not
 */
record Reading(DocumentKind kind, boolean strict, Faults faults) {
    Reading {
        requireNonNull(kind, "kind is null");
        requireNonNull(faults, "faults is null");
    }

    void invalid(Place place, Object value, String allowed) {
        invalid(
                place,
                () -> "The %s '%s' is %s; it must be %s."
                        .formatted(possessive(), place.path(), WrittenValue.told(value), allowed));
    }

    void invalid(Place place, Supplier<String> sentence) {
        add(kind.invalidValue(), place, sentence);
    }

    void missing(Place place) {
        invalid(place, () -> "Field '%s' of the %s is required.".formatted(place.path(), kind.noun()));
    }

    /**
     * @param known names of the keys that the section may have
     * @param meant takes the one of them that is nearest, where the fault is told
     */
    void unknown(Place section, Object key, List<String> known, Consumer<String> meant) {
        add(kind.unknownKey(), section.key(String.valueOf(key)), () -> {
            String name = WrittenValue.shortened(key);
            String nearest = Spelling.nearest(name, known);
            meant.accept(nearest);
            return "Unknown key '%s' in the %s; did you mean '%s'? Known keys here: %s."
                    .formatted(
                            section.key(name).path(),
                            kind.noun(),
                            section.key(nearest).path(),
                            known.stream()
                                    .map(other -> section.key(other).path())
                                    .collect(joining(", ")));
        });
    }

    private void add(ErrorCode code, Place place, Supplier<String> sentence) {
        faults.add(() -> new Fault(code, sentence.get(), Optional.of(place.pointer())));
    }

    private String possessive() {
        return kind.noun() + (kind.noun().endsWith("s") ? "'" : "'s");
    }
}
