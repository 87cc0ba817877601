package dev.narrowgauge.domain.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.digest.Sha256;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The public half of an Ed25519 key (RFC 8032). */
public final class VerifyingKey {
    static final String ALGORITHM = "Ed25519";

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----\\s*");

    private final PublicKey key;

    VerifyingKey(PublicKey key) {
        this.key = requireNonNull(key, "key is null");
    }

    /**
     * @param pem SubjectPublicKeyInfo (RFC 8410) as text
     * @param where it stands, for people
     * @throws NarrowgaugeException REQUEST_INVALID where it is no such key
     */
    public static VerifyingKey read(String pem, String where) {
        Matcher matcher = PEM.matcher(pem.strip());
        if (!matcher.matches()) {
            throw refused(where, null);
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(matcher.group(1).getBytes(UTF_8));
            return new VerifyingKey(KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(der)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw refused(where, e);
        }
    }

    private static NarrowgaugeException refused(String where, Exception cause) {
        return new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID,
                "%s is no public key of Ed25519 in PEM, which begins with '-----BEGIN PUBLIC KEY-----': give what GET /v1/signing-key answers."
                        .formatted(where),
                cause);
    }

    /** SHA-256 of its SubjectPublicKeyInfo, in hexadecimal digits. */
    public String id() {
        return Sha256.of(key.getEncoded());
    }

    public String pem() {
        return Pem.of("PUBLIC KEY", key.getEncoded());
    }

    boolean hasSigned(byte[] message, byte[] signature) {
        try {
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(key);
            check.update(message);
            return check.verify(signature);
        } catch (SignatureException e) {
            // As when its length is not that of one.
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has Ed25519", e);
        }
    }
}
