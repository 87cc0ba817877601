package dev.narrowgauge.domain.settings;

import dev.narrowgauge.domain.error.Fault;

/**
 * Where a value stands in a document.
 *
 * @param path as people write it, for example {@code overrides.nodes[0].match}
 * @param pointer the same as a JSON pointer (RFC 6901)
 */
record Place(String path, String pointer) {
    static final Place DOCUMENT = new Place("", "");

    Place key(String name) {
        return new Place(path.isEmpty() ? name : path + '.' + name, pointer + Fault.step(name));
    }

    Place element(int index) {
        return new Place("%s[%d]".formatted(path, index), pointer + '/' + index);
    }
}
