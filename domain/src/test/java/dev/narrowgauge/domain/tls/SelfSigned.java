package dev.narrowgauge.domain.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;

/** A certificate (RFC 5280) for localhost and 127.0.0.1 that vouches for itself, made for a test and valid for a day. */
public record SelfSigned(X509Certificate certificate, PrivateKey key) {
    /** Of {@link #writeStore}. */
    public static final String PASSWORD = "of-a-test";

    private static final String ALIAS = "own";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int UTF8_STRING = 0x0c;
    private static final int UTC_TIME = 0x17;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int DNS_NAME = 0x82;
    private static final int IP_ADDRESS = 0x87;
    private static final int VERSION = 0xa0;
    private static final int EXTENSIONS = 0xa3;

    private static final byte[] VERSION_3 = {2};
    private static final byte[] COMMON_NAME = HexFormat.of().parseHex("0603550403");
    private static final byte[] ALTERNATIVE_NAMES = HexFormat.of().parseHex("0603551d11");
    private static final byte[] ECDSA_WITH_SHA256 = HexFormat.of().parseHex("06082a8648ce3d040302");

    /** @param name what the certificate calls its owner */
    public static SelfSigned create(String name) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();
        byte[] body = body(name, keys);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(body);
        byte[] whole = der(SEQUENCE, body, der(SEQUENCE, ECDSA_WITH_SHA256), bits(signature.sign()));
        X509Certificate certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
        return new SelfSigned(certificate, keys.getPrivate());
    }

    /** @param file that {@link #writeStore} has written */
    public static SelfSigned readStore(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return new SelfSigned((X509Certificate) store.getCertificate(ALIAS), (PrivateKey)
                store.getKey(ALIAS, PASSWORD.toCharArray()));
    }

    private static byte[] body(String name, KeyPair keys) {
        byte[] serial = new byte[8];
        new SecureRandom().nextBytes(serial);
        // Positive, and written in no more bytes than it needs.
        serial[0] = 1;
        byte[] owner = der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8_STRING, name.getBytes(UTF_8)))));
        Instant now = Instant.now();
        byte[] validity = der(SEQUENCE, time(now.minus(Duration.ofHours(12))), time(now.plus(Duration.ofHours(12))));
        byte[] names = der(
                SEQUENCE, der(DNS_NAME, "localhost".getBytes(US_ASCII)), der(IP_ADDRESS, new byte[] {127, 0, 0, 1}));
        return der(
                SEQUENCE,
                der(VERSION, der(INTEGER, VERSION_3)),
                der(INTEGER, serial),
                der(SEQUENCE, ECDSA_WITH_SHA256),
                owner,
                validity,
                owner,
                keys.getPublic().getEncoded(),
                der(EXTENSIONS, der(SEQUENCE, der(SEQUENCE, ALTERNATIVE_NAMES, der(OCTET_STRING, names)))));
    }

    private static byte[] time(Instant instant) {
        return der(UTC_TIME, TIME.format(instant).getBytes(US_ASCII));
    }

    private static byte[] bits(byte[] value) {
        return der(BIT_STRING, new byte[] {0}, value);
    }

    /** By the distinguished encoding rules of ASN.1 (X.690). */
    private static byte[] der(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        encoded.write(tag);
        if (length < 0x80) {
            encoded.write(length);
        } else if (length < 0x100) {
            encoded.write(0x81);
            encoded.write(length);
        } else {
            encoded.write(0x82);
            encoded.write(length >> 8);
            encoded.write(length & 0xff);
        }
        for (byte[] part : parts) {
            encoded.writeBytes(part);
        }
        return encoded.toByteArray();
    }

    public Path writeCertificate(Path file) throws IOException, GeneralSecurityException {
        return Files.writeString(file, pem("CERTIFICATE", certificate.getEncoded()));
    }

    public Path writeKey(Path file) throws IOException {
        return Files.writeString(file, pem("PRIVATE KEY", key.getEncoded()));
    }

    private static String pem(String kind, byte[] content) {
        return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n"
                .formatted(kind, Base64.getMimeEncoder().encodeToString(content));
    }

    /** Both in one file (PKCS #12), which is replaced whole. */
    public Path writeStore(Path file) throws IOException, GeneralSecurityException {
        Path written = file.resolveSibling(file.getFileName() + ".new");
        try (OutputStream out = Files.newOutputStream(written)) {
            store().store(out, PASSWORD.toCharArray());
        }
        return Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** With the password {@link #PASSWORD}. */
    public KeyStore store() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(ALIAS, key, PASSWORD.toCharArray(), new Certificate[] {certificate});
        return store;
    }
}
