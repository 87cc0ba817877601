package dev.narrowgauge.domain.error;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One thing that is wrong with what a user hands in.
 *
 * @param sentence names the input, says what is wrong with it and what would be right
 * @param pointer a JSON pointer (RFC 6901) to where it stands in what was handed in; empty where it has no one place or
 *     that is not known, and where the pointer would be longer than anybody reads
 */
public record Fault(ErrorCode code, String sentence, Optional<String> pointer) {
    /** In characters. Names in it are the user's own and may be of any length. */
    private static final int LONGEST_POINTER = 500;

    public Fault {
        requireNonNull(code, "code is null");
        requireNonNull(sentence, "sentence is null");
        pointer = requireNonNull(pointer, "pointer is null").filter(place -> place.length() <= LONGEST_POINTER);
    }

    /** One step of a JSON pointer, to what stands under the name. */
    public static String step(String name) {
        return '/' + name.replace("~", "~0").replace("/", "~1");
    }

    /** Whether its place is that one, inside of it or around it. */
    boolean touches(String place) {
        return pointer.filter(own -> isWithin(own, place) || isWithin(place, own))
                .isPresent();
    }

    private static boolean isWithin(String inner, String outer) {
        return inner.equals(outer) || inner.startsWith(outer + '/');
    }

    /** The same fault of a document that is part of another. */
    Fault within(String outer) {
        return new Fault(code, sentence, Optional.of(outer + pointer.orElse("")));
    }
}
