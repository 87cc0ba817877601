package dev.narrowgauge.db;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/** Where the next page of a list starts: after the row with this age and id, newest first. */
public record Cursor(Instant createdAt, String id) {
    private static final char SEPARATOR = '/';

    /** The opaque text that a client gives back. */
    public String encode() {
        byte[] text = (createdAt.toString() + SEPARATOR + id).getBytes(UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    /** Fails with {@link ErrorCode#REQUEST_CURSOR_INVALID} on a text that {@link #encode} did not make. */
    public static Cursor decode(String encoded) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(encoded), UTF_8);
            int separator = text.indexOf(SEPARATOR);
            if (separator > 0) {
                return new Cursor(Instant.parse(text.substring(0, separator)), text.substring(separator + 1));
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw invalid(encoded);
        }
        throw invalid(encoded);
    }

    static NarrowgaugeException invalid(String encoded) {
        return new NarrowgaugeException(
                ErrorCode.REQUEST_CURSOR_INVALID,
                "'%s' is no cursor of this list; take the one that the previous page gave, or none for the first page"
                        .formatted(encoded));
    }
}
