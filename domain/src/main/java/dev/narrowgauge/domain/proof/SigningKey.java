package dev.narrowgauge.domain.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.access.KeyFile;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An Ed25519 key (RFC 8032) by which an installation signs its verdicts. Says nothing of its private half to anybody. */
public final class SigningKey {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----\\s*");

    private final PrivateKey key;
    private final VerifyingKey verifying;

    private SigningKey(PrivateKey key, VerifyingKey verifying) {
        this.key = requireNonNull(key, "key is null");
        this.verifying = requireNonNull(verifying, "verifying is null");
    }

    /**
     * @param pem PKCS #8 (RFC 8410) as text, as {@code openssl genpkey -algorithm ed25519} makes it
     * @param where it stands, for people
     * @throws NarrowgaugeException REQUEST_INVALID where it is no such key; the message does not repeat it
     */
    public static SigningKey read(String pem, String where) {
        Matcher matcher = PEM.matcher(pem.strip());
        if (!matcher.matches()) {
            throw refused(where);
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(matcher.group(1).getBytes(UTF_8));
            PrivateKey key =
                    KeyFactory.getInstance(VerifyingKey.ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(der));
            byte[] seed = ((EdECPrivateKey) key).getBytes().orElseThrow(() -> refused(where));
            return new SigningKey(key, new VerifyingKey(publicOf(seed)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Without the cause, which may say something of the key.
            throw refused(where);
        }
    }

    private static NarrowgaugeException refused(String where) {
        return new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID,
                "%s is no private key of Ed25519 in PEM, which begins with '-----BEGIN PRIVATE KEY-----': make one with 'openssl genpkey -algorithm ed25519'."
                        .formatted(where));
    }

    /** The generator of the JDK takes the seed as the first bytes at random, and hashes it as RFC 8032 says. */
    private static PublicKey publicOf(byte[] seed) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(VerifyingKey.ALGORITHM);
        generator.initialize(NamedParameterSpec.ED25519, new Fixed(seed));
        return generator.generateKeyPair().getPublic();
    }

    public static SigningKey random() {
        return read(freshPem(), "A new key");
    }

    private static String freshPem() {
        try {
            PrivateKey made = KeyPairGenerator.getInstance(VerifyingKey.ALGORITHM)
                    .generateKeyPair()
                    .getPrivate();
            return Pem.of("PRIVATE KEY", made.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has Ed25519", e);
        }
    }

    /**
     * The key in the file; where there is no such file one is made for it, which its owner alone may read.
     *
     * @throws NarrowgaugeException REQUEST_INVALID where the file has no key, FILE_NOT_FOUND where this user may not read it,
     *     OUTPUT_NOT_WRITABLE where none can be made
     */
    public static SigningKey keptIn(Path file) {
        if (!Files.exists(file)) {
            KeyFile.write(file, freshPem());
        }
        try {
            return read(Files.readString(file, UTF_8), "The file " + file);
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    ErrorCode.FILE_NOT_FOUND,
                    "The file %s, which has the key that signs verdicts, cannot be read (%s): run this as its owner."
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    public VerifyingKey verifying() {
        return verifying;
    }

    byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance(VerifyingKey.ALGORITHM);
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has Ed25519", e);
        }
    }

    @Override
    public String toString() {
        return "signing key " + verifying.id();
    }

    /** Gives what it was given. */
    private static final class Fixed extends SecureRandom {
        private static final long serialVersionUID = 1;

        private final byte[] seed;

        Fixed(byte[] seed) {
            this.seed = seed;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(seed, 0, bytes, 0, bytes.length);
        }
    }
}
