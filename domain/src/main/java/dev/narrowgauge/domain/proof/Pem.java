package dev.narrowgauge.domain.proof;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;

/** Binary documents as text (RFC 7468). */
final class Pem {
    private static final int LINE = 64;

    private Pem() {}

    static String of(String label, byte[] der) {
        String text = Base64.getMimeEncoder(LINE, "\n".getBytes(US_ASCII)).encodeToString(der);
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(label, text);
    }
}
