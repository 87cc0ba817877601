package dev.narrowgauge.domain.access;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.digest.Sha256;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * An API key as its holder has it: {@code ng_}, its id, {@code _}, its secret of 256 random bits, and a checksum (CRC-32) of
 * all that, in base 62. Scanners find it by its form, and know by the checksum that it is one; who finds it can say by the id
 * which to revoke.
 *
 * @param secret is to be in no log and no database
 */
public record KeyText(UUID id, String secret) implements Bearer {
    private static final String PREFIX = "ng_";
    private static final int ID_DIGITS = 22;
    private static final int SECRET_DIGITS = 43;
    private static final int CHECKSUM_DIGITS = 6;
    private static final int SECRET_BYTES = 32;
    private static final Pattern FORM = Pattern.compile("%s([0-9A-Za-z]{%d})_([0-9A-Za-z]{%d})([0-9A-Za-z]{%d})"
            .formatted(PREFIX, ID_DIGITS, SECRET_DIGITS, CHECKSUM_DIGITS));
    private static final SecureRandom RANDOM = new SecureRandom();

    public KeyText {
        requireNonNull(id, "id is null");
        requireNonNull(secret, "secret is null");
    }

    /** A new one. */
    public static KeyText random() {
        byte[] bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return new KeyText(UUID.randomUUID(), Base62.of(new BigInteger(1, bytes), SECRET_DIGITS));
    }

    /** Empty where that is no key, or one with a character that is wrong. */
    public static Optional<KeyText> read(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        BigInteger id = Base62.number(matcher.group(1));
        if (id.bitLength() > Long.SIZE * 2) {
            return Optional.empty();
        }
        KeyText read = new KeyText(new UUID(id.shiftRight(Long.SIZE).longValue(), id.longValue()), matcher.group(2));
        return Optional.of(read).filter(key -> key.text().equals(text));
    }

    /** As its holder sends it. */
    @Override
    public String text() {
        byte[] bits = ByteBuffer.allocate(Long.BYTES * 2)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        String begin = PREFIX + Base62.of(new BigInteger(1, bits), ID_DIGITS) + '_' + secret;
        return begin + checksum(begin);
    }

    /** Of the secret, which is what is kept: of 256 random bits none can be guessed, however quickly a hash is computed. */
    public String sha256() {
        return Sha256.of(secret);
    }

    private static String checksum(String text) {
        CRC32 checksum = new CRC32();
        checksum.update(text.getBytes(US_ASCII));
        return Base62.of(BigInteger.valueOf(checksum.getValue()), CHECKSUM_DIGITS);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "KeyText[id=%s]".formatted(id);
    }
}
