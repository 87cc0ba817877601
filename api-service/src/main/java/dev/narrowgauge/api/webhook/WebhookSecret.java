package dev.narrowgauge.api.webhook;

import java.security.SecureRandom;
import java.util.Base64;

/** What deliveries are signed with. */
final class WebhookSecret {
    /** So that who finds one in a log knows what it is. */
    private static final String PREFIX = "narrowgauge_webhook_";

    private static final int RANDOM_BYTES = 32;

    private WebhookSecret() {}

    static String next(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
