package dev.narrowgauge.domain.accuracy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Answers as text, from which everything that was said of them can be computed again: a version, then columns of whole numbers
 * (7 bits a byte, the lowest first, signs in the lowest bit) and of 32-bit floats, deflated (RFC 1950), in Base64. The dashboard
 * reads it, too ({@code web/src/variant/accuracy/answers.ts}).
 */
public final class AnswerArchive {
    static final int VERSION = 1;

    /** In all columns together. Text of the allowed length has no more unless it was made to exhaust memory. */
    static final int MOST_NUMBERS = 1 << 22;

    /** What is longer would make a measurement too large to keep beside others. */
    private static final int MOST_CHARACTERS = 1 << 19;

    private AnswerArchive() {}

    /** Empty where it is too long to be kept. */
    public static Optional<String> write(AnswerSet set) {
        var bytes = new ByteArrayOutputStream();
        boolean isTooMuch;
        try (var out = new AnswerWriter(new DataOutputStream(new DeflaterOutputStream(bytes)))) {
            out.write(set);
            isTooMuch = out.isTooMuch();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written to", e);
        }
        if (isTooMuch) {
            return Optional.empty();
        }
        return Optional.of(Base64.getEncoder().encodeToString(bytes.toByteArray()))
                .filter(text -> text.length() <= MOST_CHARACTERS);
    }

    /** Fails with an IllegalArgumentException, whose message says what is wrong, where the text is not one that was written. */
    public static AnswerSet read(String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("they are longer than " + MOST_CHARACTERS + " characters");
        }
        byte[] bytes = Base64.getDecoder().decode(text);
        var inflated = new InflaterInputStream(new ByteArrayInputStream(bytes));
        try (var in = new AnswerReader(new DataInputStream(inflated))) {
            return in.read();
        } catch (IOException e) {
            throw new IllegalArgumentException("they are cut short or damaged", e);
        }
    }
}
