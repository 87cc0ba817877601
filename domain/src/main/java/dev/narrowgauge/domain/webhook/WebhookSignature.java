package dev.narrowgauge.domain.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What shows a receiver that a delivery is from the service and is not an old one: HMAC-SHA256 (RFC 2104) over the time, a dot and
 * the body, in hexadecimal digits, by each secret that is live.
 */
public final class WebhookSignature {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String VERSION = "v1=";

    private WebhookSignature() {}

    /**
     * The value of the header.
     *
     * @param secrets at least one; each signs by its characters as UTF-8
     * @param timestamp when it is sent, in seconds since 1970
     */
    public static String of(List<String> secrets, long timestamp, byte[] body) {
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("nothing to sign with");
        }
        return secrets.stream()
                .map(secret -> VERSION + HexFormat.of().formatHex(signed(secret, timestamp, body)))
                .collect(joining(","));
    }

    private static byte[] signed(String secret, long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM));
            mac.update((timestamp + ".").getBytes(UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
