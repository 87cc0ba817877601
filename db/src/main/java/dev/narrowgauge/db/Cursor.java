package dev.narrowgauge.db;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;

/** Where the next page of a list starts: after the row with this age and id, newest first. */
public record Cursor(Instant createdAt, String id) {
    private static final char SEPARATOR = '/';
    private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

    /** A UUID or a SHA-256. */
    private static final Pattern ID = Pattern.compile("[0-9a-f-]{1,64}");

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
                return checked(
                        new Cursor(Instant.parse(text.substring(0, separator)), text.substring(separator + 1)),
                        encoded);
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw invalid(encoded);
        }
        throw invalid(encoded);
    }

    /** A time of this product's, and the id of something, which the database can compare with its own. */
    private static Cursor checked(Cursor cursor, String encoded) {
        boolean plausible = cursor.createdAt.isAfter(Instant.EPOCH)
                && cursor.createdAt.isBefore(LAST)
                && ID.matcher(cursor.id).matches();
        if (!plausible) {
            throw invalid(encoded);
        }
        return cursor;
    }

    static NarrowgaugeException invalid(String encoded) {
        return new NarrowgaugeException(
                ErrorCode.REQUEST_CURSOR_INVALID,
                "'%s' is not a cursor of this list; use the one from the previous page, or none for the first page"
                        .formatted(encoded));
    }
}
