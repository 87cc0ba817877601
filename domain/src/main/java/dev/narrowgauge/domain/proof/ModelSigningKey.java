package dev.narrowgauge.domain.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.access.KeyFile;
import dev.narrowgauge.domain.digest.Sha256;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An ECDSA key on the curve P-256 by which an installation signs files of variants: OpenSSF Model Signing asks for such keys, and knows
 * none of Ed25519. Says nothing of its private half to anybody.
 */
public final class ModelSigningKey {
    private static final String ALGORITHM = "EC";
    private static final String SIGNATURE = "SHA256withECDSA";
    private static final int FIELD_BITS = 256;

    /** What generates the curve is what tells it from others of its size. */
    private static final BigInteger GENERATOR_X =
            new BigInteger("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296", 16);

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----\\s*");

    private final PrivateKey key;
    private final PublicKey verifying;

    private ModelSigningKey(PrivateKey key, PublicKey verifying) {
        this.key = requireNonNull(key, "key is null");
        this.verifying = requireNonNull(verifying, "verifying is null");
    }

    /**
     * @param pem PKCS #8 as text, as {@code openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256} makes it
     * @param where it stands, for people
     * @throws NarrowgaugeException REQUEST_INVALID where it is no such key; the message does not repeat it
     */
    public static ModelSigningKey read(String pem, String where) {
        Matcher matcher = PEM.matcher(pem.strip());
        if (!matcher.matches()) {
            throw refused(where);
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(matcher.group(1).getBytes(UTF_8));
            KeyFactory keys = KeyFactory.getInstance(ALGORITHM);
            if (!(keys.generatePrivate(new PKCS8EncodedKeySpec(der)) instanceof ECPrivateKey key)
                    || key.getParams().getCurve().getField().getFieldSize() != FIELD_BITS
                    || !key.getParams().getGenerator().getAffineX().equals(GENERATOR_X)) {
                throw refused(where);
            }
            ECPublicKeySpec spec = new ECPublicKeySpec(P256.times(key.getS(), key.getParams()), key.getParams());
            return new ModelSigningKey(key, keys.generatePublic(spec));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Without the cause, which may say something of the key.
            throw refused(where);
        }
    }

    private static NarrowgaugeException refused(String where) {
        return new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID,
                "%s is no private key on the curve P-256 in PEM, which begins with '-----BEGIN PRIVATE KEY-----': make one with 'openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256'."
                        .formatted(where));
    }

    public static ModelSigningKey random() {
        return read(freshPem(), "A new key");
    }

    private static String freshPem() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(new ECGenParameterSpec(P256.NAME));
            return Pem.of(
                    "PRIVATE KEY", generator.generateKeyPair().getPrivate().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has P-256", e);
        }
    }

    /**
     * The key in the file; where there is no such file one is made for it, which its owner alone may read.
     *
     * @throws NarrowgaugeException REQUEST_INVALID where the file has no key, FILE_NOT_FOUND where this user may not read it,
     *     OUTPUT_NOT_WRITABLE where none can be made
     */
    public static ModelSigningKey keptIn(Path file) {
        if (!Files.exists(file)) {
            KeyFile.write(file, freshPem());
        }
        try {
            return read(Files.readString(file, UTF_8), "The file " + file);
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    ErrorCode.FILE_NOT_FOUND,
                    "The file %s, which has the key that signs models, cannot be read (%s): run this as its owner."
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    /** SubjectPublicKeyInfo as text. */
    public String publicPem() {
        return Pem.of("PUBLIC KEY", verifying.getEncoded());
    }

    /** By which a signature names the key: SHA-256 of that text, as the reference implementation of Model Signing has it. */
    public String hint() {
        return Sha256.of(publicPem().getBytes(UTF_8));
    }

    /** ECDSA with SHA-256, in DER. */
    byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance(SIGNATURE);
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has P-256", e);
        }
    }

    @Override
    public String toString() {
        return "model signing key " + hint();
    }
}
