package dev.narrowgauge.api.admission;

import static java.util.Objects.requireNonNull;

/**
 * What speaks against an object.
 *
 * @param sentence for whoever has sent it to the cluster
 */
record Objection(Kind kind, String sentence) {
    Objection {
        requireNonNull(kind, "kind is null");
        requireNonNull(sentence, "sentence is null");
    }

    enum Kind {
        /** It names no model. */
        NAMES_NONE,
        /** What it names is no digest. */
        MALFORMED,
        /** It names a model about which there is no verdict. */
        UNKNOWN,
        /** It names a model about which there is one, and that is no signed PASS that counts. */
        NOT_PASSED
    }
}
